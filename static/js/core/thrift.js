/** Whether this visitor's connection should be spared: map pictures then come only when asked for. */

const SLOW = ['slow-2g', '2g', '3g'];

/**
 * @param {{saveData?: boolean, effectiveType?: string} | undefined} connection of the navigator; not every browser tells
 */
export function isThrifty(connection) {
  return connection?.saveData === true || SLOW.includes(connection?.effectiveType ?? '');
}

/**
 * Metres between two points on the WGS84 ellipsoid, as PostGIS measures them (ST_Distance of two geographies).
 *
 * Vincenty's inverse formula; within a tenth of a millimetre of the exact geodesic wherever it converges. It fails only
 * for nearly opposite points of the earth, where the sphere is near enough for a map of one region.
 */

const A = 6378137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const RADIANS = Math.PI / 180;

/**
 * @param {number} lat1 degrees
 * @param {number} lng1 degrees
 * @param {number} lat2 degrees
 * @param {number} lng2 degrees
 * @returns {number} metres
 */
export function metresBetween(lat1, lng1, lat2, lng2) {
  if (lat1 === lat2 && lng1 === lng2) return 0;
  const u1 = Math.atan((1 - F) * Math.tan(lat1 * RADIANS));
  const u2 = Math.atan((1 - F) * Math.tan(lat2 * RADIANS));
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const difference = (lng2 - lng1) * RADIANS;
  let lambda = difference;
  for (let round = 0; round < 100; round += 1) {
    const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
    const sinSigma = Math.hypot(cosU2 * sinL, cosU1 * sinU2 - sinU1 * cosU2 * cosL);
    if (sinSigma === 0) return 0;
    const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosL;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cosU1 * cosU2 * sinL) / sinSigma;
    const cos2Alpha = 1 - sinAlpha * sinAlpha;
    const cosMid = cos2Alpha === 0 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cos2Alpha;
    const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
    const before = lambda;
    const bend = cosMid + c * cosSigma * (2 * cosMid * cosMid - 1);
    lambda = difference + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * bend);
    if (Math.abs(lambda - before) < 1e-13) return arc(cos2Alpha, sinSigma, cosSigma, cosMid, sigma);
  }
  return sphere(lat1, lat2, difference);
}

/** The length of the geodesic once its angles are known. */
function arc(cos2Alpha, sinSigma, cosSigma, cosMid, sigma) {
  const square = (cos2Alpha * (A * A - B * B)) / (B * B);
  const a = 1 + (square / 16384) * (4096 + square * (-768 + square * (320 - 175 * square)));
  const b = (square / 1024) * (256 + square * (-128 + square * (74 - 47 * square)));
  const mid = 2 * cosMid * cosMid - 1;
  const inner = cosSigma * mid - (b / 6) * cosMid * (4 * sinSigma * sinSigma - 3) * (4 * cosMid * cosMid - 3);
  return B * a * (sigma - b * sinSigma * (cosMid + (b / 4) * inner));
}

function sphere(lat1, lat2, difference) {
  const [a, b] = [lat1 * RADIANS, lat2 * RADIANS];
  const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(difference / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.min(1, Math.sqrt(h)));
}

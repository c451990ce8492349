// Reads paths of modules as JSON and writes, as JSON, the error of each that is no valid module. One process for all of
// them: `node --check` would need one for each. Needs node --experimental-vm-modules.
import { readFileSync } from 'node:fs';
import { SourceTextModule } from 'node:vm';

const errors = {};
for (const path of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    new SourceTextModule(readFileSync(path, 'utf8'), { identifier: path });
  } catch (error) {
    errors[path] = String(error.stack);
  }
}
process.stdout.write(JSON.stringify(errors));

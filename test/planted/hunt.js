// One process of the hunt: runs seeds of one compiled tree and tells about each on one line. A violation ends it.
// Arguments: the tree, the first seed, the last one. Who kills it when a seed does not end is run.js.
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const [tree = '', first = '1', last = '1'] = process.argv.slice(2);
const {runSeed} = await import(pathToFileURL(join(tree, 'test/sim/run-seed.js')).href);

for (let seed = Number(first); seed <= Number(last); seed += 1) {
  const {violations} = await runSeed(seed, {silentRounds: seed % 10 === 0 ? 50 : 3});
  console.log(JSON.stringify({seed, violations}));
  if (violations.length > 0) break;
}
// A planted bug may leave something behind that would keep the process alive.
process.exit(0);

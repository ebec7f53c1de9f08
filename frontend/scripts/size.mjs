// Fails when the first load or a page outgrows its budget (gzip kB). Run after a build.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const FIRST_LOAD = 240;
const PAGE = 60;
// What has a budget of its own: the editor of mail, which only who writes one loads.
const OWN = { 'src/ui/richtext/RichText.tsx': 160 };
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
if (!entry) throw new Error('The build has no entry.');

/** The chunk and all that it imports before it can run. */
function withImports(key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key);
    for (const next of manifest[key].imports ?? []) withImports(next, seen);
  }
  return seen;
}

/** What is there in any case when a part is asked for: all that every page holds which asks for it. */
function loadedBefore(key) {
  const pages = Object.keys(manifest).filter((one) => manifest[one].dynamicImports?.includes(key));
  const [one = new Set(), ...others] = pages.map((page) => withImports(page));
  return new Set([...one].filter((chunk) => others.every((other) => other.has(chunk))));
}

const kilobytes = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1000;
const sum = (keys) => keys.reduce((total, key) => total + kilobytes(manifest[key].file), 0);

const first = withImports(entry);
const styles = new Set([...first].flatMap((key) => manifest[key].css ?? []));
const sizes = [{ what: 'first load, JavaScript', kB: sum([...first]), most: FIRST_LOAD }];
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const there = loadedBefore(key);
  const own = [...withImports(key)].filter((one) => !first.has(one) && !there.has(one));
  sizes.push({ what: chunk.src ?? key, kB: sum(own), most: OWN[chunk.src ?? key] ?? PAGE });
}

let isOver = false;
for (const { what, kB, most } of sizes) {
  isOver ||= kB > most;
  console.log(`${kB > most ? 'OVER' : '  ok'}  ${kB.toFixed(1).padStart(6)} of ${most} kB  ${what}`);
}
console.log(
  `      ${[...styles]
    .reduce((total, file) => total + kilobytes(file), 0)
    .toFixed(1)
    .padStart(6)}           first load, CSS`,
);
process.exit(isOver ? 1 : 0);

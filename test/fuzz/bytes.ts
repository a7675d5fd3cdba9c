// Cases made of good inputs bent a little, as bytes: flipped, cut, doubled, and words of the format thrown in.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';

/** Kept cases, each a file; names are hashes. Run from the checkout. */
export const corpusDirectory = 'test/fuzz/corpus';

export const corpusOf = (target: string): readonly {name: string; bytes: Buffer}[] => {
  const directory = join(corpusDirectory, target);
  const names = existsSync(directory) ? readdirSync(directory).sort() : [];
  return names.map(name => ({name, bytes: readFileSync(join(directory, name))}));
};

type Edit = (bytes: Buffer) => Buffer;

/** Somewhere in the bytes, early places more often: headers are there. */
const place = fc.oneof(fc.nat(64), fc.nat(1024), fc.nat(1 << 20));

const at = (bytes: Buffer, position: number): number => (bytes.length === 0 ? 0 : position % bytes.length);

const splice = (bytes: Buffer, start: number, removed: number, added: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, start), added, bytes.subarray(start + removed)]);

const numbers = [0, 1, 0x7f, 0x80, 0xff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

const wide = (value: number, width: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(value, 4);
  return bytes.subarray(8 - width);
};

const edits = (words: readonly string[]): fc.Arbitrary<Edit> => {
  const flip = fc.tuple(place, fc.nat(255)).map(
    ([position, value]) =>
      (bytes: Buffer) =>
        splice(bytes, at(bytes, position), 1, Buffer.from([value])),
  );
  const number = fc.tuple(place, fc.constantFrom(...numbers), fc.constantFrom(1, 2, 4, 8)).map(
    ([position, value, width]) =>
      (bytes: Buffer) =>
        splice(bytes, at(bytes, position), width, wide(value, width)),
  );
  const cut = place.map(position => (bytes: Buffer) => bytes.subarray(0, at(bytes, position)));
  const remove = fc.tuple(place, fc.integer({min: 1, max: 40})).map(
    ([position, length]) =>
      (bytes: Buffer) =>
        splice(bytes, at(bytes, position), length, Buffer.alloc(0)),
  );
  const double = fc
    .tuple(place, fc.integer({min: 1, max: 200}))
    .map(([position, length]) => (bytes: Buffer) => {
      const start = at(bytes, position);
      return splice(bytes, start, 0, bytes.subarray(start, start + length));
    });
  const word = fc.tuple(place, fc.constantFrom('', ...words)).map(
    ([position, text]) =>
      (bytes: Buffer) =>
        splice(bytes, at(bytes, position), 0, Buffer.from(text)),
  );
  const noise = fc.tuple(place, fc.uint8Array({maxLength: 16})).map(
    ([position, added]) =>
      (bytes: Buffer) =>
        splice(bytes, at(bytes, position), 0, Buffer.from(added)),
  );
  const repeat = fc
    .tuple(place, fc.constantFrom('[', '{"a":', '- ', ' ', '\n', ...words), fc.integer({min: 2, max: 3_000}))
    .map(
      ([position, text, times]) =>
        (bytes: Buffer) =>
          splice(bytes, at(bytes, position), 0, Buffer.from(text.repeat(times))),
    );
  return fc.oneof(
    {weight: 4, arbitrary: flip},
    {weight: 3, arbitrary: number},
    {weight: 4, arbitrary: word},
    {weight: 2, arbitrary: remove},
    {weight: 2, arbitrary: double},
    {weight: 1, arbitrary: cut},
    {weight: 1, arbitrary: noise},
    {weight: 1, arbitrary: repeat},
  );
};

/** Apply up to six edits to whatever `base` gives. `words` are tokens of the format. */
export const bent = (base: fc.Arbitrary<Buffer>, words: readonly string[]): fc.Arbitrary<Buffer> =>
  fc
    .tuple(base, fc.array(edits(words), {maxLength: 6}))
    .map(([bytes, all]) => all.reduce((sofar, edit) => edit(sofar), bytes));

/** One of these inputs or of the kept cases of the target, bent or as it is. */
export const bentFrom = (
  target: string,
  good: readonly (Buffer | string)[],
  words: readonly string[],
): fc.Arbitrary<Buffer> => {
  const seeds = [
    ...good.map(each => Buffer.from(each as string)),
    ...corpusOf(target).map(each => each.bytes),
  ];
  return bent(fc.constantFrom(...seeds), words);
};

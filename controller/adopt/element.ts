// An XML text as a tree of elements that remember what was read of them, so that nothing is passed over in silence. No
// document type, so no entities but the five of XML; bounded in size, depth and number. Pure.
import {SaxesParser} from 'saxes';
import {VmletError} from '../errors.ts';

export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
};

export const xmlLimitBytes = 1024 * 1024;
const mostElements = 20_000;
const mostDepth = 64;

type Draft = {name: string; attributes: Record<string, string>; children: Draft[]; text: string};

/** The root element, or E-INPUT with the place of what is wrong. */
export const parseXml = (text: string, name: string): Element => {
  if (Buffer.byteLength(text) > xmlLimitBytes) throw wrong(name, 'it is over 1 MiB');
  const parser = new SaxesParser({fileName: name});
  const open: Draft[] = [];
  let root: Draft | undefined;
  let count = 0;
  parser.on('error', error => {
    throw wrong(name, error.message.replace(/^.*?:(?=\d+:\d+)/, ''));
  });
  parser.on('doctype', () => {
    throw wrong(name, `${place(parser)} a document type is not taken: it could declare entities`);
  });
  parser.on('opentag', tag => {
    count += 1;
    if (count > mostElements || open.length >= mostDepth)
      throw wrong(
        name,
        `${place(parser)} more than ${String(mostElements)} elements, or ${String(mostDepth)} deep`,
      );
    const attributes = Object.fromEntries(
      Object.entries(tag.attributes).map(([key, value]) => [key, String(value)]),
    );
    const element: Draft = {name: tag.name, attributes, children: [], text: ''};
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', part => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  });
  parser.on('cdata', part => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text).close();
  if (root === undefined) throw wrong(name, 'it is empty');
  return root;
};

const place = ({line, column}: SaxesParser): string => `${String(line)}:${String(column)}:`;

const wrong = (name: string, why: string): VmletError =>
  new VmletError('E-INPUT', `cannot read ${name}: ${why}`);

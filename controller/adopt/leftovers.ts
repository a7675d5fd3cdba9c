// What of an XML tree nobody took: the other half of reading it. Every attribute and text is either taken by a reader, decided by
// vmlet itself (and counted), or a note. Pure.
import type {Element} from './element.ts';

/** What a reader has understood so far. */
export type Taken = {
  /** The element with all that is in it. */
  whole(element: Element): void;
  /** An attribute, as its value; undefined when it is not there. */
  attribute(element: Element | undefined, name: string): string | undefined;
  /** The text of an element. */
  text(element: Element | undefined): string | undefined;
  /** Notes for what was not taken. */
  leftovers(root: Element): string[];
};

/** Places on buses, names that the old host gave: a machine gets its own here. */
const decided: ReadonlySet<string> = new Set([
  'uuid',
  'address',
  'alias',
  'emulator',
  'controller',
  'portid',
]);

/** Of several disks or cards, which. */
const labelOf = ({name, children}: Element): string => {
  const dev = name === 'disk' ? children.find(each => each.name === 'target')?.attributes['dev'] : undefined;
  const mac =
    name === 'interface' ? children.find(each => each.name === 'mac')?.attributes['address'] : undefined;
  const label = dev ?? mac;
  return label === undefined ? name : `${name} ${label}`;
};

export const openTaken = (): Taken => {
  const whole = new Set<Element>();
  const texts = new Set<Element>();
  const attributes = new Map<Element, Set<string>>();

  const untaken = (element: Element): string[] =>
    Object.entries(element.attributes)
      .filter(([name]) => attributes.get(element)?.has(name) !== true)
      .map(([name, value]) => `${name}=${value}`);
  const textOf = (element: Element): string => (texts.has(element) ? '' : element.text.trim());
  const isTouched = (element: Element): boolean =>
    whole.has(element) || texts.has(element) || attributes.has(element) || element.children.some(isTouched);

  const notesOf = (element: Element, path: string, counts: Map<string, number>): string[] => {
    if (whole.has(element)) return [];
    if (decided.has(element.name) && !isTouched(element)) {
      counts.set(element.name, (counts.get(element.name) ?? 0) + 1);
      return [];
    }
    const own = [...untaken(element), ...(textOf(element) === '' ? [] : [textOf(element)])];
    if (!isTouched(element) && path !== '') {
      const inside = element.children.map(({name}) => name);
      const words = [...own, ...(inside.length === 0 ? [] : [`with ${inside.join(', ')}`])];
      return [`${path}${words.length === 0 ? '' : `: ${words.join(' ')}`}`];
    }
    return [
      ...(own.length === 0 ? [] : [`${path === '' ? element.name : path}: ${own.join(' ')}`]),
      ...element.children.flatMap(child =>
        notesOf(child, `${path === '' ? '' : `${path}/`}${labelOf(child)}`, counts),
      ),
    ];
  };

  return {
    whole: element => {
      whole.add(element);
    },
    attribute: (element, name) => {
      if (element === undefined || element.attributes[name] === undefined) return undefined;
      attributes.set(element, (attributes.get(element) ?? new Set()).add(name));
      return element.attributes[name];
    },
    text: element => {
      if (element === undefined) return undefined;
      texts.add(element);
      return element.text.trim();
    },
    leftovers: root => {
      const counts = new Map<string, number>();
      const notes = notesOf(root, '', counts);
      if (counts.size === 0) return notes;
      const words = [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${String(count)})`));
      return [...notes, `decided by vmlet itself: ${words.join(', ')}`];
    },
  };
};

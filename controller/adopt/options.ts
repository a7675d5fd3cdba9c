// QEMU's ways of writing options: `-flag value`, `key=value,key=value` with doubled commas, and JSON. Pure.

export type Flag = {readonly flag: string; readonly value: string | null};

export type Fields = Readonly<Record<string, string>>;

/** Flags without a value; every other takes the next word. */
const bare =
  /^(enable-kvm|daemonize|nodefaults|no-user-config|nographic|S|snapshot|usb|no-reboot|no-shutdown|no-acpi|no-hpet|win2k-hack|full-screen|only-migratable|preconfig|mem-prealloc)$/;

/** A command line without its program; a word that is no flag is a disk image, as QEMU takes it. */
export const flagsOf = (argv: readonly string[]): Flag[] => {
  const flags: Flag[] = [];
  for (let at = 1; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const flag = /^--?([^-].*)$/.exec(word)?.[1];
    if (flag === undefined) flags.push({flag: 'hda', value: word});
    else if (bare.test(flag)) flags.push({flag, value: null});
    else flags.push({flag, value: argv[(at += 1)] ?? null});
  }
  return flags;
};

/** The fields of an option; `first` is the key of a first word without one. Nested JSON has dotted keys, as QEMU has them. */
export const fieldsOf = (text: string, first: string): Fields => {
  if (text.startsWith('{')) return flat(parsed(text), '');
  const words = text.replaceAll(',,', '\0').split(',');
  return Object.fromEntries(
    words
      .map(word => word.replaceAll('\0', ','))
      .map((word, at): [string, string] => {
        const equals = word.indexOf('=');
        if (equals < 0) return at === 0 ? [first, word] : [word, 'on'];
        return [word.slice(0, equals), word.slice(equals + 1)];
      }),
  );
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

const flat = (value: unknown, path: string): Record<string, string> => {
  if (typeof value !== 'object' || value === null)
    return {[path]: value === true ? 'on' : value === false ? 'off' : String(value)};
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`)),
  ) as Record<string, string>;
};

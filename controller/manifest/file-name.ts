// Which names in a source are manifests, which are somebody's leftovers. Pure: names only, no file is looked at.

export type NameKind =
  {readonly kind: 'manifest' | 'other'} | {readonly kind: 'ignored'; readonly why: string};

/** What a name in a source directory means. A directory may have any name that is not `ignored`. */
export const classifyName = (name: string): NameKind => {
  if (/^\w.*\.(?:yaml|yml|json)$/s.test(name)) return manifest;
  if (name.startsWith('.')) return {kind: 'ignored', why: 'its name starts with a dot'};
  const leftover = leftovers.find(({pattern}) => pattern.test(name));
  if (leftover !== undefined) return {kind: 'ignored', why: leftover.why};
  if (/\.(yaml|yml|json)$/.test(name)) return manifest;
  if (/\.(yaml|yml|json)$/i.test(name))
    return {kind: 'ignored', why: 'manifests end in .yaml, .yml or .json, in lower case'};
  return {kind: 'other'};
};

const manifest: NameKind = {kind: 'manifest'};

/** Whether a person could believe that this ignored name is read. */
export const looksLikeManifest = (name: string): boolean => /\.(yaml|yml|json)/i.test(name);

const leftovers = [
  {pattern: /~$|^~/, why: 'an editor backup'},
  {pattern: /^#.*#$/, why: 'an editor autosave'},
  {pattern: /^\d{4,5}$/, why: "vim's test for a writable directory"},
  {pattern: /\.sw[a-z]$/, why: 'a vim swap file'},
  {pattern: /\.(bak|old|orig|rej|save|backup)$/i, why: 'a backup copy'},
  {pattern: /\.(tmp|temp|part|crdownload|new)$|\.tmp-[^.]*$/i, why: 'a temporary file'},
  {pattern: /___jb_(tmp|old)___$/, why: 'an editor temporary file'},
  {pattern: /\.(dpkg|ucf)-[a-z]+$|\.rpm(new|save|orig)$/, why: "a package manager's copy"},
];

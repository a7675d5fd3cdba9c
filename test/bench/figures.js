// From samples to rows and a table. Pure. A row is {name, metric, value, min, max, unit, yardstick, bar, pass}; pass is
// null where nothing could be measured, which is neither met nor missed.

/** The p-th part of the samples is not above this; between two, the upper one. */
export const percentile = (samples, p) => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)];
};

export const median = samples => {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * Subject to yardstick. `value` is the ratio of the medians, min and max are those of the single pairs; the medians
 * themselves, in `unit`, stand in the words.
 */
export const ratioRow = ({name, metric, unit, yardstick, bar}, subjects, yardsticks) => {
  const subject = median(subjects);
  const floor = median(yardsticks);
  const ratios = subjects.map((value, index) => value / yardsticks[index]);
  return judged({
    name,
    metric: `${metric}: ${shown(subject)} ${unit}`,
    value: subject / floor,
    min: Math.min(...ratios),
    max: Math.max(...ratios),
    unit: 'ratio',
    yardstick: `${yardstick}: ${shown(floor)} ${unit}`,
    bar,
  });
};

/** A figure of its own; `value` is the median unless `of` says otherwise. */
export const valueRow = ({name, metric, unit, yardstick = '-', bar, of = median}, samples) =>
  judged({
    name,
    metric,
    value: of(samples),
    min: Math.min(...samples),
    max: Math.max(...samples),
    unit,
    yardstick,
    bar,
  });

/** What could not be measured here, and what it needs. */
export const missingRow = ({name, metric, bar, yardstick}, why) => ({
  name,
  metric,
  value: null,
  min: null,
  max: null,
  unit: 'ratio',
  yardstick: `${yardstick}: not measured, ${why}`,
  bar,
  pass: null,
});

const judged = row => ({
  ...row,
  value: rounded(row.value),
  min: rounded(row.min),
  max: rounded(row.max),
  pass: row.value <= row.bar,
});

/** Three digits that say something. */
const rounded = value => Number(value.toPrecision(value >= 1000 ? 4 : 3));

const shown = value => (value >= 10 ? value.toFixed(0) : value.toPrecision(2));

export const columns = ['name', 'metric', 'value', 'min', 'max', 'unit', 'yardstick', 'bar', 'pass'];

/** The cells of a row as text. */
export const cellsOf = row => columns.map(column => cell(row[column]));

const cell = value =>
  value === null ? '-' : value === true ? 'yes' : value === false ? 'NO' : String(value);

export const tableOf = rows => {
  const cells = [columns, ...rows.map(cellsOf)];
  const widths = columns.map((_, index) => Math.max(...cells.map(line => line[index].length)));
  const text = line => line.map((each, index) => each.padEnd(widths[index])).join('  ');
  return cells.map(line => text(line).trimEnd()).join('\n');
};

export const summaryOf = rows => {
  const count = pass => rows.filter(row => row.pass === pass).length;
  return `${count(true)} met, ${count(false)} missed, ${count(null)} not measured`;
};

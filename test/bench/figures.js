// From measured pairs to a row and a table. Pure.

export const median = numbers => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * One row. `value` is the ratio of the medians, subject to yardstick; min and max are those of the single pairs. The
 * medians themselves stand in `yardstick` and `metric`, in the bench's unit.
 */
export const rowOf = ({name, metric, unit, yardstick, bar}, pairs) => {
  const subject = median(pairs.map(pair => pair.subject));
  const floor = median(pairs.map(pair => pair.yardstick));
  const ratios = pairs.map(pair => pair.subject / pair.yardstick);
  const value = subject / floor;
  return {
    name,
    metric: `${metric}, median ${subject.toFixed(0)} ${unit}`,
    value: round(value),
    min: round(Math.min(...ratios)),
    max: round(Math.max(...ratios)),
    unit: 'ratio',
    yardstick: `${yardstick}, median ${floor.toFixed(0)} ${unit}`,
    bar,
    pass: value <= bar,
  };
};

const round = value => Math.round(value * 1000) / 1000;

const columns = ['name', 'metric', 'value', 'min', 'max', 'unit', 'yardstick', 'bar', 'pass'];

export const tableOf = rows => {
  const cells = [columns, ...rows.map(row => columns.map(column => String(row[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map(line => line[index].length)));
  return cells
    .map(line =>
      line
        .map((cell, index) => cell.padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

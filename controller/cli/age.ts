// Spans of time as people read them. Pure; the present is always passed in.

/** Like kubectl: `42s`, `7m`, `3h12m`, `5d`. */
export const formatSpan = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${String(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 180) return `${String(minutes)}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48)
    return hours < 10 && minutes % 60 > 0 ? `${String(hours)}h${String(minutes % 60)}m` : `${String(hours)}h`;
  return `${String(Math.floor(hours / 24))}d`;
};

/** The span between two RFC 3339 times, or `<unknown>`. */
export const formatAge = (since: unknown, now: string): string => {
  const start = typeof since === 'string' ? Date.parse(since) : NaN;
  return Number.isNaN(start) ? '<unknown>' : formatSpan(Date.parse(now) - start);
};

/** How long ago a file time (milliseconds since 1970) was. */
export const formatSince = (atMs: number, now: string): string => formatSpan(Date.parse(now) - atMs);

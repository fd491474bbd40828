const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
] as const;

/** `3 d`, `5 h`, `12 min`: how long ago something was. */
export function ageOf(time: string, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - Date.parse(time)) / 1000);
  const [unit, length] = UNITS.find(([, one]) => seconds >= one) ?? ["min", 60];
  return `${String(Math.floor(seconds / length))} ${unit}`;
}

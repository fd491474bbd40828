import { distance } from "fastest-levenshtein";

/** Letters that may be wrong in a word, for each so many of them. */
const LETTERS_PER_MISTAKE = 3;

/** The word that somebody meant, or undefined where none is close. */
export function closestTo(word: string, candidates: Iterable<string>): string | undefined {
  const allowed = Math.max(1, Math.floor(word.length / LETTERS_PER_MISTAKE));
  const lower = word.toLowerCase();
  let best: { readonly candidate: string; readonly mistakes: number } | undefined;
  for (const candidate of candidates) {
    const mistakes = distance(lower, candidate.toLowerCase());
    if (mistakes <= allowed && mistakes < (best?.mistakes ?? Infinity)) {
      best = { candidate, mistakes };
    }
  }
  return best?.candidate;
}

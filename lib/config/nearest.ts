/** The known word that somebody probably meant, or null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const wanted = word.toLowerCase().slice(0, WORD_CHARACTERS_MAX);
  const ranked = known
    .map((candidate) => ({ candidate, distance: distanceTo(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= 1 + wanted.length / 4 ? best.candidate : null;
}

const WORD_CHARACTERS_MAX = 40;

/** A part of a longer word counts as near: `threshold` means `failureThreshold`. */
const distanceTo = (word: string, candidate: string): number =>
  word.length >= 4 && candidate.includes(word) ? 1 : editDistance(word, candidate);

/** Least number of letters to add, drop or change. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = cell(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(cell(row, j) + 1, cell(next, j - 1) + 1, changed));
    }
    row = next;
  }
  return cell(row, b.length);
}

const cell = (row: readonly number[], column: number): number => row[column] ?? 0;

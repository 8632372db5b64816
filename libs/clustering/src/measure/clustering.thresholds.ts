/** @module Every number that decides a grouping, with its origin. Similarities are cosines, -1..1. */
import type { CareLevel } from '../linkage/care.level.js';

/**
 * Candidate neighbours kept per face and search round. Bounds memory to about 16 edges per face however often one
 * person appears. It costs no accuracy: the search is repeated until no two groups may still be merged (see
 * average.linkage.ts), so the number only trades memory against rounds.
 */
export const NEIGHBOURS_PER_ROW = 16;

/**
 * Faces under this quality (0..1, the vision library's scale) never start a person, they only join one. The scale is
 * chosen so that 0.3 is where embeddings of one person begin to fall below the verification threshold.
 */
export const QUALITY_BAR = 0.3;

/**
 * A face that linkage left alone joins a person of at least this many faces if its cosine to the person's centroid
 * reaches one share of the threshold and leads everybody else's by another; any rule suffices. The first is for
 * small events, where nobody else comes near: 3 right adoptions and 1 wrong among 8,000 faces of 56 albums drawn from
 * LFW; the friends album has one of them. The last is for large ones (BCubed and pairwise F1): over all people of
 * LFW 0.9888 and 0.9928, against 0.9877 and 0.9914 without it; over 300 people 0.9970 and 0.9981 against 0.9955 and
 * 0.9969. The one between is for a hand before the mouth or a grimace where crowds have raised the threshold: over the first
 * 1,600 photos of LFW 0.9900 and 0.9857 against 0.9895 and 0.9854, over the next 1,600 the groups stay the same.
 */
export const STRAY_HOST_FACES = 3;
export const STRAY_RULES: readonly { readonly similarity: number; readonly lead: number }[] = [
  { similarity: 0.85, lead: 0.6 },
  { similarity: 0.9, lead: 0.34 },
  { similarity: 0.95, lead: 0.2 },
];

/**
 * How many of a person's best-matching faces count besides the mean of all of them when a probe is searched. Three:
 * one wrong or spoiled photo among a person's faces can then neither attract a stranger nor repel the person.
 */
export const BEST_FACES = 3;

/** Squared length below which a vector has no direction: float32 rounding of a unit vector is below 1e-6. */
export const ZERO_LENGTH_SQUARED = 1e-12;

/**
 * Up to this many faces (or groups) every pair is compared: 20 billion pairs, a minute on two cores. Beyond,
 * candidates come from cells: `INDEX_TREES` trees per round with cells of `INDEX_CELL_ROWS`, which bound the
 * comparisons per face.
 */
export const INDEX_ROWS = 200_000;
export const INDEX_TREES = 2;
export const INDEX_CELL_ROWS = 2_048;

/** A search through cells ends after this many rounds in a row that merged at most this share of the groups. */
export const INDEX_IDLE_ROUNDS = 2;
export const INDEX_IDLE_SHARE = 0.001;

/**
 * Likeness of two groups is their average similarity over the lengths of both means, each to this power. 0 would be
 * plain average linkage, 1 the cosine of the means. What changes from photo to photo cancels out in a mean and makes
 * it shorter, and a stranger's similarity to it shrinks as much as a friend's: a bar fit for two single faces is too
 * high for two large groups. Measured on LFW (10,562 faces), each at its best threshold: BCubed F1 0.9827 at 0, 0.9868
 * at 0.5, 0.9882 at 0.75, 0.9875 at 1.
 */
export const MEAN_LENGTH_POWER = 0.75;

/**
 * Pairs are candidates from this share of the threshold on: by `MEAN_LENGTH_POWER` groups reach it whose pairs do not, and where
 * linkage does not know of them yet, it merges those first who are less alike. On LFW, events of 100 and 270 people come to
 * a BCubed F1 of 0.9926 and 0.9921, against 0.9901 and 0.9898 at 1; between 0.9 and 0.7 the groups hardly differ.
 */
export const CANDIDATE_SHARE = 0.8;

/** Means count as no shorter than this: otherwise opposites that someone tied together would resemble everybody. */
export const SHORTEST_MEAN = 0.3;

/**
 * Expected number of look-alikes per person in the event, by care level: the threshold is where strangers reach it no
 * more often than this. Measured on LFW, where the best threshold of BCubed F1 rises from 0.40 at 10 people over 0.44
 * at 100 and 0.48 at 1,000 to 0.50 at 4,859, which is 0.0003 to 0.0008 look-alikes per person throughout. `balanced`
 * is a little more careful, because a wrong merge costs guests more than a missed one: at events of 500 people, 0.0002
 * instead of 0.0004 removes nearly half of the wrong photos from the results of selfies (precision 0.987 -> 0.993),
 * and BCubed F1 stays the same.
 */
export const LOOK_ALIKES: Readonly<Record<CareLevel, number>> = {
  careful: 0.0001,
  balanced: 0.0002,
  generous: 0.004,
};

/**
 * How many deviations an embedder's own threshold lies above the mean of strangers: 0.36 of MobileFaceNet, where no
 * pair of LFW's 2,400 different people passes, over a deviation of 0.097.
 */
export const MODEL_DEVIATIONS = 3.7;

/**
 * The embedder's threshold counts as much as this many pairs of the event; below `LEAST_PAIRS` it alone counts, since fewer than
 * five of them would lie beyond the quantile that the spread is taken from (`SPREAD_QUANTILE`). The 57 pairs of 22 photos of
 * crowds parted four of 131 portraits from their person.
 */
export const MODEL_PAIRS = 1_000;
export const LEAST_PAIRS = 100;

/** Maximum number of faces of one photo that are paired: 16 make 120 pairs. */
export const PAIRS_PER_PHOTO_FACES = 16;

/**
 * Faces of one photo from this likeness on are one person several times: a strip of a photo booth, a collage, a mirror. Of 2.2
 * million pairs of different people of LFW nine reach it (wrong labels among them), of pairs of one person taken on different
 * days 89 % do; different people in the groups and friends albums reach 0.43.
 */
export const REPEATED_LIKENESS = 0.5;

/**
 * The spread is taken between the median and the 0.95 quantile, which is 1.645 deviations above it in a normal
 * distribution: a mirror or a collage, one person twice in one photo, is far rarer than one pair in twenty.
 */
export const SPREAD_QUANTILE = { share: 0.95, deviations: 1.645 } as const;

/** An event's spread is believed between these multiples of the embedder's; outside, something else is wrong. */
export const SPREAD_LIMITS = { least: 0.75, most: 1.4 } as const;

/**
 * When photos are added, groups of up to this many faces that a new face comes near are formed anew from their faces;
 * larger ones are certain enough to stay. "Near" is this share of the threshold.
 */
export const RECONSIDERED_FACES = 24;
export const RECONSIDERED_NEAR = 0.8;

/**
 * An event of up to this many faces is always grouped in full, which takes about a second; so is one whose new faces
 * are more than this share of all, because then little would be saved.
 */
export const FULL_GROUPING_FACES = 5_000;
export const FULL_GROUPING_SHARE = 0.2;

/**
 * A selfie's other matches may be at most this much less similar than its best one. Measured on LFW, with 500 people
 * in an event and one photo of each held out as the selfie: precision 0.998 at recall 0.990 with 0.12, precision 0.941
 * without.
 */
export const SEARCH_SPAN = 0.12;

/**
 * Two of an event's people at least this alike may be one person in two groups, whose selfie finds both; a selfie between two
 * who are less alike resembles both by chance. On LFW 1 % of the pairs of strangers are that alike, no two halves of one
 * person's photos less.
 */
export const RELATED_LIKENESS = 0.25;

/**
 * Length of what is left of a unit embedding once what it shares with its kind is taken off: 0.95 on average of grown-ups, above
 * this for 99 of 100 of LFW, 0.68 at the age of one. Below, a selfie has to resemble somebody more in the same proportion. Of
 * children up to eight who are not at an event of twenty others, 0.5 % are shown one of them then, 2.1 % without.
 */
export const USUAL_REMAINDER = 0.9;

/**
 * Length of what is left of a unit embedding without what it shares with its kind: from `none` on nothing is taken off, at `all`
 * and below all of it. With less care (0.97 to 0.92) a turned head of the friends album leaves its person; the children of
 * likeness.benchmark are told apart as well either way.
 */
export const OWN_REMAINDER = { none: 0.93, all: 0.87 };

/**
 * A selfie whose best match is no likelier the guest than a look-alike finds it all the same when it leads everybody else's by
 * this much.
 */
export const CLEAR_LEAD = 0.25;

/**
 * How fast confidence grows, per deviation of strangers' similarities: the slope of the logarithm of how much likelier
 * a similarity belongs to the person than to the closest stranger, at the point where both are equally likely (70 per
 * unit of cosine, measured on the same event: people 0.737 +- 0.105, strangers 0.018 +- 0.094).
 */
export const SEARCH_CERTAINTY = 6.8;

/**
 * A second network is consulted where the likeness of two groups is this near the threshold; its margin over its own
 * threshold then counts with this weight. Small on purpose: measured with SNN on 1.3 million pairs of people it was
 * never trained on, MobileFaceNet accepts 97.5 % of the pairs of one person at one false accept in 10,000, and the two
 * together 97.2 % at this weight, 96.1 % at 0.25: a second network helps once it is nearly as good as the first.
 */
export const SECOND_OPINION_BAND = 0.1;
export const SECOND_OPINION_WEIGHT = 0.1;

/** Sizes are checked before anything is parsed (E3). Bytes unless said otherwise. */
export const LIMITS = {
  body: 60 * 1024,
  depth: 16,
  leaf: 65_535,
  scopesPerEntry: 4,
  /** One scope code, case number, kind, role: short text. */
  code: 64,
  subjectId: 160,
  subjectsPerEntry: 16,
  headsPerSubject: 16,
  /** [X6] Entries in dispute that one decision may decide. */
  disputesPerDecision: 16,
  undonePerDecision: 64,
  attachmentsPerEntry: 32,
  /** A sealed payload: the age file that travels beside an entry. */
  payload: 256 * 1024,
  /** A sealed attachment (N9): the age file of a scan or photo. */
  attachment: 8 * 1024 * 1024,
  /** One request body to a node, and one answer from it. */
  request: 4 * 1024 * 1024,
  answer: 16 * 1024 * 1024,
  /** A checkpoint with its cosignatures, and a receipt. */
  note: 64 * 1024,
  receipt: 256 * 1024,
  itemsPerPush: 1_000,
  /** Entries that one call may ask to be signed. */
  draftsPerCall: 256,
} as const

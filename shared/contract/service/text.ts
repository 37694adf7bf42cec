/** A text for people in the languages that ship complete. */
export interface Text {
  readonly zh: string
  readonly en: string
}

/** The sheet that a paper is laid out for: A4, or the 80 mm roll of a receipt printer. */
export type Sheet = 'a4' | 'roll'

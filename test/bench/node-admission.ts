import type { Outcome } from './frame.ts'
import type { Options } from './options.ts'
export async function nodeAdmission(_: Options): Promise<Outcome> {
  throw new Error('x')
}

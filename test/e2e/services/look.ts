import type { Desk } from './desk.ts'

/** What has to stand in one part of a thing's page in the register, and what must not. */
export interface Look {
  /** `<type>/<number>`. */
  readonly subject: string
  /** `head`, or the part by its heading's id. */
  readonly at: 'head' | 'people' | 'stands' | 'burdens' | 'kin'
  readonly shows?: readonly string[]
  readonly hides?: readonly string[]
}

/** Opens the page of a thing on record and reads it as a clerk would. */
export async function lookAt(desk: Desk, county: string, look: Look): Promise<void> {
  await desk.openSubject(`${county}/${look.subject}`)
  const part = desk.page.locator(look.at === 'head' ? '.page-head' : `main section[aria-labelledby=${look.at}]`)
  const text = await part.innerText()
  for (const one of look.shows ?? []) {
    if (!text.includes(one)) throw new Error(`${look.subject}: ${one} is not in ${look.at}: ${text}`)
  }
  for (const one of look.hides ?? []) {
    if (text.includes(one)) throw new Error(`${look.subject}: ${one} is still in ${look.at}: ${text}`)
  }
}

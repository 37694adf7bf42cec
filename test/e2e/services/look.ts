import type { Desk } from './desk.ts'
import type { Filing, World } from './filing.ts'

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
  const text = await part.innerText().catch((cause: unknown) => {
    throw new Error(`${look.subject}: nothing is said of its ${look.at}`, { cause })
  })
  for (const one of look.shows ?? []) {
    if (!text.includes(one)) throw new Error(`${look.subject}: ${one} is not in ${look.at}: ${text}`)
  }
  for (const one of look.hides ?? []) {
    if (text.includes(one)) throw new Error(`${look.subject}: ${one} is still in ${look.at}: ${text}`)
  }
}

/** The looks that still hold when all of these have had their effect, by filing: the last one says what stands in a part of a page. */
export function lastLooks(filings: readonly Filing[], world: World): Map<Filing, Look[]> {
  const last = new Map<string, { filing: Filing; look: Look }>()
  for (const filing of filings)
    for (const look of filing.looks?.(world) ?? []) last.set(`${look.subject} ${look.at}`, { filing, look })
  const by = new Map<Filing, Look[]>()
  for (const { filing, look } of last.values()) by.set(filing, [...(by.get(filing) ?? []), look])
  return by
}

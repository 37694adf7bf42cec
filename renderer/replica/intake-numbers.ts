import { makeIntakeNumber } from '../../shared/contract/identifiers/index.ts'

/** The next intake number of this device today: after the highest that the journal or the replica knows. */
export function nextIntakeNumber(office: string, device: string, day: string, used: Iterable<string>): string {
  const prefix = `${office}${device}${day.replaceAll('-', '')}`
  let highest = -1
  for (const id of used) {
    const number = id.split('/').at(-1) ?? ''
    if (number.startsWith(prefix)) highest = Math.max(highest, Number(number.slice(prefix.length, prefix.length + 4)))
  }
  return makeIntakeNumber({ office, device: Number(device), day, sequence: highest + 1 })
}

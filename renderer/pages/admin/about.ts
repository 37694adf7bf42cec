import type { Words } from '../../i18n/index.ts'
import type { Governance } from '../../replica/gov-api.ts'

/** A policy by its name for people, where it has one. */
export function policyWord(words: Words, name: string): string {
  const year = /^holidays\.([0-9]{4})$/.exec(name)?.[1]
  if (year !== undefined) return words.t('policy.holidays', { year })
  if (name === 'publication' || name === 'executor') return words.t(`policy.${name}`)
  return name
}

export function officeName(gov: Governance, code: string): string {
  return gov.offices.find((one) => one.code === code)?.name ?? code
}

/** A state key of gov, such as `numbers/632723/certificate`, in words. */
export function aboutWord(words: Words, gov: Governance, kind: string, about: string): string {
  if (kind === 'genesis') return words.t('about.genesis')
  const [head, ...rest] = about.split('/')
  const last = rest.at(-1) ?? ''
  switch (head) {
    case 'service': {
      const [code = '', version = ''] = rest
      const known = gov.services.find((one) => one.code === code && String(one.version) === version)
      const title = known === undefined ? code : words.pick(known.title)
      return words.t('about.service', { title, version })
    }
    case 'numbers':
      return words.t('about.numbers', { series: last, office: officeName(gov, rest.slice(0, -1).join('/')) })
    case 'policy':
      return words.t('about.policy', { name: policyWord(words, last) })
    case 'office':
      return words.t('about.office', { name: officeName(gov, rest.join('/')) })
    case 'member':
      return words.t('about.member', { name: gov.members.find((one) => one.id === last)?.name ?? last })
    case 'key': {
      const owner = gov.members.find((one) => one.keys.some((key) => key.id === last))
      return words.t('about.key', { owner: owner?.name ?? '', key: last.slice(0, 8) })
    }
    default:
      return words.t('about.unknown')
  }
}

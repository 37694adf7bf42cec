import { SearchOutlined, ThunderboltFilled } from '@ant-design/icons'
import { Button, Input, type InputRef } from 'antd'
import { useContext, useMemo, useRef, useState } from 'react'
import { GROUPS, type ServiceDefinition } from '../../../shared/contract/service/definition.ts'
import { ServicesContext, useDesk } from '../../app/desk.ts'
import { mayFile } from '../../app/may-file.ts'
import { useWords } from '../../app/prefs.tsx'
import { go, href } from '../../app/router.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Empty } from '../../components/empty.tsx'
import { Loading } from '../../components/loading.tsx'
import { Mark } from '../../components/mark.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { usedServices } from './habit.ts'
import { OpenDrafts } from './open-drafts.tsx'

/** More cannot be picked by one key. */
const KEYS = 9

/**
 * The services this person may take filings for, by group; 1 … 9 picks one: first those that they file most, then the others in their order. `/` searches
 * by words.
 */
export function PickServicePage() {
  const words = useWords()
  const { person } = useDesk()
  const read = useContext(ServicesContext)
  const [text, setText] = useState('')
  const field = useRef<InputRef>(null)
  const mine = useMemo(() => newestOf((read ?? []).filter((one) => mayFile(one, person))), [read, person])
  const [used] = useState(() => usedServices(person.id))
  const often = used.flatMap((code) => mine.filter((one) => one.code === code)).slice(0, KEYS)
  const keyed = [...often, ...mine.filter((one) => !often.includes(one))].slice(0, KEYS)
  const shown = mine.filter((one) => holds(one, text))
  const best = text.trim() === '' ? undefined : bestOf(shown, text.trim())
  const pick = (one: ServiceDefinition | undefined) => one !== undefined && go({ page: 'filing', service: one.code })
  useShortcuts({
    '/': () => field.current?.focus(),
    ...Object.fromEntries(keyed.map((one, i) => [String(i + 1), () => pick(one)])),
  })
  return (
    <>
      <PageHead title={words.t('nav.intake')} lead={words.t('intake.lead')} />
      {read === null ? <Loading what={words.t('loading')} /> : null}
      {read !== null && mine.length === 0 ? (
        <Empty title={words.t(read.length === 0 ? 'intake.noServices' : 'intake.notYours')}>
          {words.t(read.length === 0 ? 'intake.noServicesNext' : 'intake.notYoursNext')}
        </Empty>
      ) : null}
      {mine.length === 0 ? null : (
        <>
          <OpenDrafts services={mine} />
          <div className="pick-head">
            <Input
              ref={field}
              className="search-box"
              value={text}
              allowClear
              prefix={<SearchOutlined aria-hidden="true" />}
              suffix={text === '' ? <kbd>/</kbd> : null}
              placeholder={words.t('intake.search')}
              aria-label={words.t('search')}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                event.preventDefault()
                pick(best)
              }}
            />
          </div>
          {shown.length === 0 ? (
            <Empty title={words.t('intake.searchNone')}>{words.t('intake.searchNoneNext')}</Empty>
          ) : null}
          {often.length === 0 || text.trim() !== '' ? null : (
            <section className="card often" aria-labelledby="often">
              <h2 id="often">{words.t('intake.often')}</h2>
              {often.map((one, i) => (
                <Button key={one.code} onClick={() => pick(one)} title={words.pick(one.summary)}>
                  <kbd>{i + 1}</kbd> {words.pick(one.title)}
                </Button>
              ))}
            </section>
          )}
          <div className="service-groups">
            {GROUPS.map((group) => {
              const here = shown.filter((one) => one.group === group)
              return here.length === 0 ? null : (
                <section key={group} className="card service-group" aria-labelledby={`group-${group}`}>
                  <h2 id={`group-${group}`}>{words.t(`group.${group}`)}</h2>
                  <ul>
                    {here.map((one) => (
                      <li key={one.code}>
                        <Service definition={one} n={keyed.indexOf(one) + 1} best={one === best} />
                      </li>
                    ))}
                  </ul>
                </section>
              )
            })}
          </div>
        </>
      )}
    </>
  )
}

/** `n`: its key, 0 for none; `best`: what Enter in the search box picks. */
function Service({ definition, n, best }: { definition: ServiceDefinition; n: number; best: boolean }) {
  const words = useWords()
  return (
    <a
      className="service"
      href={href({ page: 'filing', service: definition.code })}
      title={words.pick(definition.summary)}
    >
      {best ? <kbd>↵</kbd> : n > 0 ? <kbd>{n}</kbd> : <span className="service-key">·</span>}
      <span className="service-title">
        {words.pick(definition.title)}
        {definition.auto === null ? null : (
          <Mark tone="good" icon={<ThunderboltFilled aria-hidden="true" />} title={words.t('intake.autoHelp')}>
            {words.t('intake.auto')}
          </Mark>
        )}
      </span>
      <span className="service-facts">{factsOf(definition, words).join(' · ')}</span>
    </a>
  )
}

/** How long it takes, and what people have to bring. */
function factsOf({ deadlines, materials }: ServiceDefinition, words: ReturnType<typeof useWords>): string[] {
  const limit = deadlines.find(({ id }) => id === 'finish')
  const needed = materials.filter((one) => one.required).length
  const more = materials.filter((one) => one.requiredWhen !== undefined).length
  const time =
    limit === undefined
      ? words.t('intake.noLimit')
      : words.t(`intake.finish.${limit.unit ?? 'workdays'}`, { promised: limit.promised }) +
        (limit.legal === limit.promised ? '' : words.t('intake.finishLegal', { legal: limit.legal }))
  const key = more === 0 ? 'intake.materials' : needed === 0 ? 'intake.materialsSome' : 'intake.materialsMore'
  return [time, words.t(key, { n: needed, more })]
}

/** The newest version of each service, group by group, in an order that stays: the keys are learned by heart. */
function newestOf(services: readonly ServiceDefinition[]): ServiceDefinition[] {
  const newest = new Map<string, ServiceDefinition>()
  for (const one of services) {
    if (one.version > (newest.get(one.code)?.version ?? 0)) newest.set(one.code, one)
  }
  const place = (one: ServiceDefinition) => GROUPS.indexOf(one.group)
  return [...newest.values()].sort((a, b) => place(a) - place(b) || (a.code < b.code ? -1 : 1))
}

/** Of several the one that is called so, or whose name begins so. */
function bestOf(shown: readonly ServiceDefinition[], text: string): ServiceDefinition | undefined {
  const titled = (fits: (title: string) => boolean) => shown.find(({ title }) => fits(title.zh) || fits(title.en))
  return titled((title) => title === text) ?? titled((title) => title.startsWith(text)) ?? shown[0]
}

/** Each of the words typed stands in the title or summary, in either language. */
function holds({ title, summary }: ServiceDefinition, text: string): boolean {
  const all = [title.zh, title.en, summary.zh, summary.en].join(' ').toLowerCase()
  return text
    .toLowerCase()
    .split(/[\s\u3000]+/)
    .every((word) => all.includes(word))
}

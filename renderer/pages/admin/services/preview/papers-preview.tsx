import { Select } from 'antd'
import { useState } from 'react'
import type { Paper } from '../../../../../shared/bridge.ts'
import type { Example, PaperText, ServiceDefinition } from '../../../../../shared/contract/service/definition.ts'
import { feesOf, feesText } from '../../../../../shared/contract/service/fees.ts'
import { type PaperFacts, paperLines } from '../../../../../shared/contract/service/outputs.ts'
import { usePrefs } from '../../../../app/prefs.tsx'
import { PaperSheet } from '../../../../components/paper-view.tsx'
import type { Words } from '../../../../i18n/index.ts'
import { pickedExample } from './picked-example.ts'

/** The papers as they will come out, filled in from an example; what only a real case has stands there as a sample. */
export function PapersPreview({ definition }: { definition: ServiceDefinition }) {
  const { words } = usePrefs()
  const papers = papersOf(definition)
  const [kind, setKind] = useState('slip')
  const [picked, setPicked] = useState(0)
  const shown = papers.find((one) => one.kind === kind) ?? papers[0]
  if (shown === undefined) return null
  const example = pickedExample(definition, picked) ?? pickedExample(definition, 0)
  const actionTitle = (name: string) =>
    words.pick(definition.workflow.actions.find((one) => one.name === name)?.title ?? { zh: name, en: name })
  return (
    <>
      <div className="toolbar wraps">
        <Select
          aria-label={words.t('preview.paper')}
          value={shown.kind}
          popupMatchSelectWidth={false}
          onChange={setKind}
          options={papers.map((one) => ({
            value: one.kind,
            label:
              one.action === null
                ? words.t(`paper.${one.as}`)
                : `${actionTitle(one.action)} · ${words.pick(one.text.title)}`,
          }))}
        />
        {definition.examples.length < 2 ? null : (
          <Select
            aria-label={words.t('preview.fill')}
            value={example === null ? 0 : picked}
            popupMatchSelectWidth={false}
            onChange={setPicked}
            options={definition.examples.map((one, i) => ({ value: i, label: words.pick(one.title) }))}
          />
        )}
      </div>
      <div className="paper-preview">
        <PaperSheet paper={samplePaper(words, definition, shown, example)} size="a4" />
      </div>
    </>
  )
}

interface Shown {
  readonly kind: string
  readonly as: 'slip' | 'certificate' | 'notice'
  readonly action: string | null
  readonly text: PaperText
}

function papersOf({ outputs }: ServiceDefinition): Shown[] {
  return [
    { kind: 'slip', as: 'slip', action: null, text: outputs.slip },
    ...Object.entries(outputs.notices).map(
      ([action, text]): Shown => ({ kind: `notice-${action}`, as: 'notice', action, text }),
    ),
    { kind: 'certificate', as: 'certificate', action: null, text: outputs.certificate },
  ]
}

const NUMBER = '6327230012026112200017'

function samplePaper(words: Words, d: ServiceDefinition, { as, text }: Shown, example: Example | null): Paper {
  const { lang } = words
  const values = example?.values ?? {}
  const facts = sampleFacts(words, d, example)
  const rows = paperLines(d, text, { values, facts }, lang).map(({ label, value, table }) => ({
    label,
    value,
    table: table === undefined ? null : { columns: [...table.columns], rows: table.rows.map((row) => [...row]) },
  }))
  return {
    kind: as,
    lang,
    title: words.pick(text.title),
    office: words.t('sample.office'),
    number: NUMBER,
    standing: words.pick(text.standing),
    rows,
    notes: text.notes.map((note) => words.pick(note)),
    printedAt: '2026-11-22 10:25',
    qr: [],
  }
}

/** Every fact has a sample, so that a row that would stand on a real paper stands on this one. */
function sampleFacts(words: Words, d: ServiceDefinition, example: Example | null): PaperFacts {
  const { lang } = words
  const fees = example === null ? [] : feesOf(d, example.values, example.today, example.county)
  const materials = words.list(d.materials.map((one) => words.pick(one.title)))
  const state = Object.values(d.workflow.states).find((one) => one.final === true)
  return {
    'case.number': NUMBER,
    'case.officialNumber': words.t('sample.number'),
    'case.certificateNumber': words.t('sample.number'),
    'case.office': words.t('sample.office'),
    'case.clerk': words.t('sample.person'),
    'case.received': '2026-11-22 10:24',
    'case.accepted': '2026-11-23 09:00',
    'case.finished': '2026-12-04 16:30',
    'case.state': state === undefined ? '—' : words.pick(state.title),
    'case.acceptBy': '2026-11-27',
    'case.finishBy': '2026-12-11',
    'case.materials': materials,
    'case.missing': materials,
    'case.fees': d.fees.length === 0 ? '—' : feesText(fees, lang),
    'case.reason': words.t('sample.reason'),
    'case.actor': words.t('sample.person'),
    'case.acted': '2026-12-04 16:30',
    'subject.id': '632723/…',
  }
}

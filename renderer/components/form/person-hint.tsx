import { UserOutlined, WarningOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useWords } from '../../app/prefs.tsx'
import type { PersonOffer } from './offers.ts'
import { askedNumber, fillsOf, type PartyBoxes, partiesAt } from './person-offer.ts'
import { useFormState, useScene } from './use-form.ts'

const PAUSE_MS = 250

/** Below an identity number or credit code: who that is by earlier cases, to fill in or to compare. `at`: a field, or a row of a list. */
export function PersonHint({ at }: { at: string }) {
  const { form, offers } = useScene()
  if (offers.person === undefined) return null
  return partiesAt(form.definition, at).map((boxes) => <Hint key={boxes.id} boxes={boxes} ask={offers.person} />)
}

function Hint({
  boxes,
  ask,
}: {
  boxes: PartyBoxes
  ask: ((idNumber: string) => Promise<PersonOffer | null>) | undefined
}) {
  const words = useWords()
  const { form } = useScene()
  const number = useFormState(form, () => askedNumber(form.at(boxes.id), form.today))
  const name = useFormState(form, () => form.at(boxes.name))
  const [known, setKnown] = useState<{ readonly number: string; readonly offer: PersonOffer } | null>(null)
  useEffect(() => {
    if (number === null || ask === undefined) return
    let stale = false
    const timer = setTimeout(() => {
      void ask(number).then((offer) => {
        if (!stale && offer !== null) setKnown({ number, offer })
      })
    }, PAUSE_MS)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [ask, number])
  if (known === null || known.number !== number) return null
  const { offer } = known
  const other =
    typeof name === 'string' && name.trim() !== '' && offer.names.length > 0 && !offer.names.includes(name.trim())
  const fills = fillsOf(form, boxes, offer)
  if (!other && fills.size === 0) return null
  return (
    <p className="person-hint" role="status">
      {other ? (
        <span className="warning">
          <WarningOutlined aria-hidden="true" /> {words.t('person.other', { names: words.list(offer.names) })}
        </span>
      ) : (
        <>
          <UserOutlined aria-hidden="true" />{' '}
          {words.t('person.known', { names: words.list(offer.names), n: offer.cases })}{' '}
        </>
      )}
      {fills.size === 0 || other ? null : (
        <Button size="small" tabIndex={-1} onClick={() => form.putAll(fills)}>
          {words.t('person.fill', { what: words.list([...fills.values()]) })} <kbd>Alt Enter</kbd>
        </Button>
      )}
    </p>
  )
}

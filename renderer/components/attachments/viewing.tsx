import { LeftOutlined, RightOutlined, RotateRightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { useWords } from '../../app/prefs.tsx'
import { START_VIEW, type StageView, turned, zoomed } from './picture-stage.tsx'

/** What both ways of looking at pictures share: how large and which way up, the keys for it, and the buttons that say the keys. */

type Keys = Readonly<Record<string, () => void>>

export interface PictureView {
  readonly view: StageView
  /** A stage tells at which size the whole picture fits. */
  readonly keepFit: (fit: number) => void
  readonly zoom: (by: 1 | -1) => void
  readonly whole: () => void
  readonly turn: () => void
  /** + − and 0 for the size, R to turn. */
  readonly keys: Keys
}

export function usePictureView(): PictureView {
  const [view, setView] = useState<StageView>(START_VIEW)
  const fits = useRef(1)
  const keepFit = useCallback((now: number) => {
    fits.current = now
  }, [])
  const zoom = (by: 1 | -1) => setView(zoomed(by, fits.current))
  const whole = () => setView((now) => ({ ...now, zoom: null }))
  const turn = () => setView(turned)
  const keys = { '+': () => zoom(1), '=': () => zoom(1), '-': () => zoom(-1), '0': whole, r: turn }
  return { view, keepFit, zoom, whole, turn, keys }
}

/** Its keys work wherever the focus is within. */
export function ViewerBody({ keys, children }: { keys: Keys; children: ReactNode }) {
  return (
    <div
      className="viewer-body"
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return
        const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
        if (act === undefined) return
        event.preventDefault()
        act()
      }}
    >
      {children}
    </div>
  )
}

export function PictureButtons({ zoom, whole, turn }: PictureView) {
  const words = useWords()
  return (
    <>
      <Button icon={<ZoomOutOutlined aria-hidden="true" />} onClick={() => zoom(-1)}>
        {words.t('attachments.smaller')} <kbd>−</kbd>
      </Button>
      <Button icon={<ZoomInOutlined aria-hidden="true" />} onClick={() => zoom(1)}>
        {words.t('attachments.larger')} <kbd>+</kbd>
      </Button>
      <Button onClick={whole}>
        {words.t('attachments.whole')} <kbd>0</kbd>
      </Button>
      <Button icon={<RotateRightOutlined aria-hidden="true" />} onClick={turn}>
        {words.t('attachments.turn')} <kbd>R</kbd>
      </Button>
    </>
  )
}

/** To the one before and the one behind, of `of`. */
export function PageButtons({ at, of, go }: { at: number; of: number; go: (by: number) => void }) {
  const words = useWords()
  return (
    <>
      <Button
        icon={<LeftOutlined aria-hidden="true" />}
        disabled={at === 0}
        onClick={() => go(-1)}
        aria-label={words.t('pager.back')}
      >
        <kbd>PgUp</kbd>
      </Button>
      <Button
        icon={<RightOutlined aria-hidden="true" />}
        disabled={at === of - 1}
        onClick={() => go(1)}
        aria-label={words.t('pager.next')}
      >
        <kbd>PgDn</kbd>
      </Button>
    </>
  )
}

import { useEffect, useMemo, useRef, useState } from 'react'
import { pixelSize } from '../../../shared/base/media.ts'
import type { Attachment } from '../../../shared/ledger/index.ts'
import { useWords } from '../../app/prefs.tsx'
import { Notice } from '../notice.tsx'
import { MOST_PIXELS } from './plan.ts'
import { useBlobUrl } from './use-content.ts'

/** How a picture is looked at: `zoom` is screen pixels for each of its own, null for all of it at once; `turns` are quarters, clockwise. */
export interface StageView {
  readonly zoom: number | null
  readonly turns: number
}
export const START_VIEW: StageView = { zoom: null, turns: 0 }

const STEPS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4]

/** The next step larger (1) or smaller (−1); `fits` is what all of it at once comes to on the screen just now. */
export function zoomed(by: 1 | -1, fits: number): (now: StageView) => StageView {
  return (now) => {
    const zoom = now.zoom ?? fits
    const next = by === 1 ? STEPS.find((step) => step > zoom * 1.01) : STEPS.findLast((step) => step < zoom * 0.99)
    return { ...now, zoom: next ?? zoom }
  }
}

export function turned(now: StageView): StageView {
  return { ...now, turns: (now.turns + 1) % 4 }
}

/** A picture in a frame that scrolls; arrow keys move it when it is larger than the frame. */
export function PictureStage(props: { content: Attachment; view: StageView; onFit: (fits: number) => void }) {
  const { content, view, onFit } = props
  const words = useWords()
  const stage = useRef<HTMLDivElement>(null)
  const [frame, setFrame] = useState({ width: 0, height: 0 })
  const [own, setOwn] = useState<{ width: number; height: number } | null>(null)
  const [broken, setBroken] = useState(false)
  const announced = useMemo(() => pixelSize(content.bytes), [content])
  const shows = announced !== null && announced.width * announced.height <= MOST_PIXELS
  const blob = useMemo(
    () => (shows ? new Blob([new Uint8Array(content.bytes)], { type: content.type }) : null),
    [content, shows],
  )
  const url = useBlobUrl(blob)
  useEffect(() => {
    const element = stage.current
    if (element === null) return undefined
    const look = () => setFrame({ width: element.clientWidth, height: element.clientHeight })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    look()
    element.focus()
    return () => observer.disconnect()
  }, [])
  const across = own === null ? null : view.turns % 2 === 0 ? own : { width: own.height, height: own.width }
  const fits = across === null ? 1 : Math.min(1, frame.width / across.width, frame.height / across.height)
  useEffect(() => onFit(fits), [onFit, fits])
  const zoom = view.zoom ?? fits
  if (!shows || broken) return <Notice tone="warn">{words.t('attachments.notShown')}</Notice>
  return (
    <section ref={stage} className="viewer-stage" tabIndex={0} aria-label={content.name}>
      <div
        className="viewer-turn"
        style={across === null ? undefined : { width: across.width * zoom, height: across.height * zoom }}
      >
        {url === null ? null : (
          <img
            src={url}
            alt={content.name}
            className={own === null ? 'viewer-new' : undefined}
            style={
              own === null
                ? undefined
                : {
                    width: own.width * zoom,
                    height: own.height * zoom,
                    transform: `translate(-50%, -50%) rotate(${view.turns * 90}deg)`,
                  }
            }
            onLoad={(event) => {
              const { naturalWidth: width, naturalHeight: height } = event.currentTarget
              setOwn({ width, height })
            }}
            onError={() => setBroken(true)}
          />
        )}
      </div>
    </section>
  )
}

import { Children, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

interface Props {
  readonly id: string
  readonly under: RefObject<HTMLElement | null>
  /** The one that has been gone to; −1: none. */
  readonly at: number
  readonly onTake: (i: number) => void
  readonly children: readonly ReactNode[]
}

/** Offers below a box, above everything else on the screen: a table that scrolls does not cut them off. The focus stays in the box. */
export function OfferList({ id, under, at, onTake, children }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const [element, box] = [list.current, under.current]
    if (element === null || box === null) return
    const place = () => {
      const { left, bottom, top, width } = box.getBoundingClientRect()
      const below = bottom + element.offsetHeight <= window.innerHeight
      element.style.left = `${Math.max(0, Math.min(left, window.innerWidth - element.offsetWidth))}px`
      element.style.top = `${below ? bottom : Math.max(0, top - element.offsetHeight)}px`
      element.style.minWidth = `${width}px`
    }
    element.showPopover()
    place()
    window.addEventListener('scroll', place, true)
    window.addEventListener('resize', place)
    return () => {
      window.removeEventListener('scroll', place, true)
      window.removeEventListener('resize', place)
    }
  }, [under])
  useEffect(() => {
    if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <div ref={list} id={id} role="listbox" popover="manual" className="offers">
      {Children.map(children, (child, i) => (
        <div
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === at}
          className={i === at ? 'offer at' : 'offer'}
          // Before the box loses the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            onTake(i)
          }}
        >
          {child}
        </div>
      ))}
    </div>
  )
}

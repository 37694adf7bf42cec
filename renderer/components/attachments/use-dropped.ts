import { useEffect, useEffectEvent } from 'react'

/**
 * Files that are pasted anywhere on the page (scanner programs put pages on the clipboard), and files that are dropped beside a place for them:
 * those would otherwise open in place of the program. `paste` answers whether it has taken them.
 */
export function useDropped(paste: (files: File[]) => boolean): void {
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0 || isText(event) || document.querySelector('[role="dialog"][aria-modal="true"]') !== null)
      return
    if (paste(files)) event.preventDefault()
  })
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      if (!carriesFiles(event) || event.defaultPrevented) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none'
    }
    const pasted = (event: ClipboardEvent) => onPaste(event)
    window.addEventListener('paste', pasted)
    window.addEventListener('dragover', refuse)
    window.addEventListener('drop', refuse)
    return () => {
      window.removeEventListener('paste', pasted)
      window.removeEventListener('dragover', refuse)
      window.removeEventListener('drop', refuse)
    }
  }, [])
}

/** Cells and passages of office programs come with a picture of themselves: into a field they go as text. */
function isText({ clipboardData, target }: ClipboardEvent): boolean {
  const typing = target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null
  return typing && clipboardData?.types.includes('text/plain') === true
}

/** Text and links may be dragged about as ever. */
export function carriesFiles({ dataTransfer }: Pick<DragEvent, 'dataTransfer'>): boolean {
  return dataTransfer?.types.includes('Files') === true
}

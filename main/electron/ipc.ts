import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { fail, type Result } from '../../shared/base/result.ts'
import { answerCall, type EventName, type Handlers } from '../../shared/bridge.ts'
import { CALL, EVENT } from './channels.ts'
import { isOurs } from './origin.ts'

/**
 * The one door from the renderer into main. Who asks is looked at before what is asked: only the main frame of one of our own
 * windows, standing at this moment on our own address, is heard. The answer is always a Result.
 */
export function openDoor(
  handlers: Handlers,
  ownWindow: () => WebContents | null,
  report: (error: unknown) => void,
): () => void {
  ipcMain.handle(CALL, async (event: IpcMainInvokeEvent, ...args: unknown[]): Promise<Result<unknown>> => {
    if (!mayAsk(event, ownWindow())) return fail('wrong-origin', 'not the main frame of the application')
    if (args.length !== 2) return fail('wrong-shape', 'a call is a name and an input')
    return answerCall(handlers, args[0], args[1], report)
  })
  return () => ipcMain.removeHandler(CALL)
}

function mayAsk(event: IpcMainInvokeEvent, own: WebContents | null): boolean {
  const frame = event.senderFrame
  // A null frame has navigated or gone since it sent: nobody is left to vouch for the message.
  if (frame === null || own === null || event.sender !== own) return false
  return frame.parent === null && frame.frameTreeNodeId === own.mainFrame.frameTreeNodeId && isOurs(frame.url)
}

/** Tells the window of an event; a window that is gone hears nothing. */
export function announce(contents: WebContents | null, event: EventName, detail: unknown): void {
  if (contents !== null && !contents.isDestroyed()) contents.send(EVENT, event, detail)
}

import { createInterface } from 'node:readline'
import { readProfile } from '../../main/services/profile.ts'
import { must } from '../../shared/base/result.ts'
import type { Child } from './child.ts'
import { foldersIn } from './make.ts'
import type { DemoCommand } from './options.ts'
import { electronIn, startBrowserShell, startElectron, startProvince } from './programs.ts'

/**
 * Starts the node and the desktop of a demo that has been made, and stays until it is told to end, the window is closed or one
 * of them dies. Answers the exit code.
 */
export async function runDemo(
  root: string,
  { data, port, open }: DemoCommand,
  say: (line: string) => void,
): Promise<number> {
  const profile = must(await readProfile(foldersIn(data).desktop))
  if (port !== null && port !== profile.port) {
    say(
      `本演示的端口已定为 ${profile.port}，换端口会看不到已有数据 · this demo has port ${profile.port}; another would be an empty desktop`,
    )
    return 1
  }
  const place = { root, data }
  const running: Child[] = []
  const asked = untilAsked(() => running)

  const node = startProvince(place, Number(new URL(profile.node).port))
  running.push(node)
  if ((await Promise.race([node.says('province ready '), asked.then(() => '')])) === null) {
    say(`${node.name}: 没有启动，原因见上 · did not start; the lines above say why`)
    return 1
  }

  const display = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
  const shows = open && display
  const electron = shows ? electronIn(root) : null
  const desktop =
    electron !== null ? startElectron(place, electron) : startBrowserShell(place, shows, (line) => shows || say(line))
  running.push(desktop)
  if (!shows && (await Promise.race([desktop.says('desktop ready '), asked.then(() => '')])) === null) {
    say(`${desktop.name}: 没有启动，原因见上 · did not start; the lines above say why`)
    await node.stop()
    return 1
  }

  say('')
  if (open && !display) say('没有图形桌面，只显示地址 · no display: only the address is shown')
  say(
    `外壳 shell      ${electron !== null ? 'Electron' : shows ? '浏览器 · the system’s Chromium or Edge' : '浏览器，不开窗口 · browser, no window'}`,
  )
  say(`省级节点 node   ${profile.node}（进程 pid ${node.pid}）`)
  say(
    `县级桌面 desktop ${electron !== null ? 'app://' : `http://${profile.installId}.localhost:${profile.port}`}（进程 pid ${desktop.pid}）`,
  )
  say(`演示口令 passphrase  ${profile.demoPassphrase ?? ''}`)
  say('选择一个人，输入演示口令，即可收件；先停掉省级节点也能收件。Ctrl-C 结束。')
  say('Choose a person, type the demo passphrase, and file; it works with the node stopped as well. Ctrl-C ends it.')
  if (!shows) {
    say('地址只能打开一次，一分钟内有效；按回车换一个。The address opens once, within a minute; Enter gives a new one.')
    createInterface({ input: process.stdin }).on('line', () => desktop.tell('again'))
  }

  const end = await Promise.race([
    asked.then(() => null),
    ...running.map((child) => child.ended.then((code) => ({ child, code }))),
  ])
  // A window that is closed is an ordinary end; a node that ends by itself never is.
  const died = end !== null && (end.child === node || end.code !== 0)
  if (died) say(`${end.child.name}: 意外退出 · ended unexpectedly (${end.code ?? 'signal'})`)
  await desktop.stop()
  await node.stop()
  return died ? 1 : 0
}

/** Resolves at the first Ctrl-C, SIGTERM or closed terminal; a second one ends everything at once. */
function untilAsked(running: () => readonly Child[]): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) {
          for (const child of running()) child.kill()
          process.exit(130)
        }
        asked = true
        resolve()
      })
    }
  })
}

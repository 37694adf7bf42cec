import type { Code } from '../../shared/base/codes.ts'
import type { Text } from '../../shared/contract/service/definition.ts'

/** Every failure in a clerk's words: what has happened, and what to do where there is something to do. */
export const CODE_TEXTS: Readonly<Record<Code, Text>> = {
  'too-large': { zh: '内容太大，超过了允许的大小。', en: 'It is larger than what is allowed.' },
  'too-deep': { zh: '内容层次过深，不是本系统的文件。', en: 'It is nested too deeply to be a file of this system.' },
  'not-canonical': {
    zh: '内容的编码不规范，可能被改动过，没有采用。',
    en: 'It is not in the one valid encoding and may have been altered; it was not used.',
  },
  'wrong-shape': { zh: '内容不完整，或不是本系统的格式。', en: 'It is incomplete, or not in a form of this system.' },
  truncated: { zh: '内容没有传完整，请再试一次。', en: 'It arrived incomplete: try again.' },
  'bad-signature': {
    zh: '签名对不上：内容被改动过，或不是所称的人签的。',
    en: 'The signature does not hold: the content was altered, or somebody else signed it.',
  },
  'weak-key': { zh: '签名密钥不合格，不能使用。', en: 'The key is not fit for use.' },
  'unknown-suite': {
    zh: '签名算法本版本还不能核对，请更新程序。',
    en: 'This version cannot check that kind of signature: update the program.',
  },
  'wrong-network': {
    zh: '这是另一个登记网络的内容，与本省登记簿无关。',
    en: 'It belongs to the register of another province.',
  },
  'unknown-key': {
    zh: '省级登记簿上没有这把签名密钥。请联系省级管理员登记。',
    en: 'The key is not registered. Ask the registrar to register it.',
  },
  'key-revoked': {
    zh: '签名密钥已被吊销，不能再签。未发送的件没有丢失，请联系省级管理员换发密钥。',
    en: 'The key has been revoked. Unsent work is kept: ask the registrar for a new key.',
  },
  'key-frozen': {
    zh: '签名密钥因签出两条冲突的记录被冻结。请联系省级管理员。',
    en: 'The key signed two conflicting entries and is frozen. Call the registrar.',
  },
  'wrong-role': { zh: '您的岗位不能办理这一步。', en: 'Your role does not allow this.' },
  'unknown-scope': { zh: '省级登记簿上没有开设这个登记簿。', en: 'That register has not been opened by the province.' },
  'chain-gap': {
    zh: '前面还有一条记录没有送到，先送前面的。',
    en: 'An earlier entry of this device is missing and has to go first.',
  },
  'chain-fork': {
    zh: '同一位置已有另一条记录。本机可能是从备份恢复或复制的，请联系省级管理员。',
    en: 'Another entry holds this position: this computer may be a restored copy. Call the registrar.',
  },
  'wrong-commit': {
    zh: '密封内容与登记的核对码不一致，没有采用。',
    en: 'The sealed content does not match what was registered; it was not used.',
  },
  'no-line': {
    zh: '连不上省级服务器。可以照常收件，线路恢复后会自动发送。',
    en: 'The province cannot be reached. Keep filing: everything is sent when the line is back.',
  },
  'bad-answer': {
    zh: '对方回应的不是省级服务器应有的内容。请检查网络是否需要登录或有拦截。',
    en: 'What answered is not the server of the province: the network may want a sign-in, or something is in between.',
  },
  'session-needed': {
    zh: '与省级服务器的会话已过期，请重新登录后再同步。',
    en: 'The session has expired: sign in again, then sync.',
  },
  'checkpoint-older': {
    zh: '省级服务器给出的登记簿比本机已核对过的还旧，没有采用。请联系省级管理员。',
    en: 'The province serves an older register than the one verified here; it was not used. Call the registrar.',
  },
  'checkpoint-forked': {
    zh: '省级服务器给出的登记簿与本机已核对过的互相矛盾，没有采用，证据已保留。请立即联系省级管理员。',
    en: 'The province serves a register that contradicts the one verified here; it was not used. Call the registrar at once.',
  },
  'bad-proof': {
    zh: '证明与省级签名对不上，没有采用。',
    en: 'The proof does not lead to what the province has signed; it was not used.',
  },
  'root-mismatch': {
    zh: '收到的记录与省级签名的总账不一致，没有采用。请再同步一次；仍不行请联系省级管理员。',
    en: 'The records do not give what the province has signed; they were not used. Sync again, then call the registrar.',
  },
  'state-mismatch': {
    zh: '本机推算的登记状态与省级签名的不一致，没有采用。请更新程序或联系省级管理员。',
    en: 'The state derived here differs from the signed one. Update the program or call the registrar.',
  },
  'promise-broken': {
    zh: '省级服务器签收后没有按时封存，证据已保留。请联系省级管理员。',
    en: 'The province acknowledged it and did not seal it in time. Call the registrar.',
  },
  'unknown-origin': {
    zh: '这是另一个登记簿签发的，不是本机信任的那一个。',
    en: 'It was signed by another log than the one trusted here.',
  },
  'not-found': {
    zh: '没有找到。请核对编号；刚收到的内容请先同步。',
    en: 'Not found. Check the number; what is new may have to be synced first.',
  },
  busy: { zh: '现在太忙，请稍后再试。', en: 'Too much is waiting: try again later.' },
  'wrong-passphrase': { zh: '口令不对，请重新输入。', en: 'The passphrase is wrong. Type it again.' },
  'vault-locked': { zh: '还没有登录，或已经退出。请重新登录。', en: 'Nobody is signed in. Sign in again.' },
  'vault-damaged': {
    zh: '密钥文件损坏，读不出来。请联系管理员用备份恢复。',
    en: 'The key file cannot be read. Ask the installer to restore it.',
  },
  'journal-torn': {
    zh: '上次断电或意外退出时，最后一条记录没有写完，已单独存放；之前的都完好。请核对最后一件是否需要重新收。',
    en: 'The last record was cut off by a crash and set aside; nothing before it is lost. Check whether the last filing must be taken again.',
  },
  'journal-damaged': {
    zh: '本机日志中有记录被改动或损坏，已停止签名，以免出错。请立即联系管理员。',
    en: 'A record of the local journal has changed: signing is stopped. Call the installer at once.',
  },
  'disk-full': {
    zh: '磁盘满了，没有保存。请清理磁盘后再保存；已填的内容还在。',
    en: 'The disk is full: nothing was saved. Make room and save again; what you typed is still there.',
  },
  'disk-failed': {
    zh: '磁盘读写失败，没有保存。已填的内容还在，请再试；仍不行请联系管理员。',
    en: 'The disk refused: nothing was saved. What you typed is still there; try again or call the installer.',
  },
  'record-behind': {
    zh: '省级服务器的数据落后于已签的封存记录，已停止封存，等待修复。',
    en: 'The server of the province is behind what it has signed and has stopped sealing.',
  },
  'checkpoint-moved': {
    zh: '有另一个程序动了省级的封存记录，已停止封存，等待修复。',
    en: 'Another program changed what the province has signed last; it has stopped sealing.',
  },
  'store-damaged': {
    zh: '保存的登记簿没有通过核对。请联系管理员。',
    en: 'The stored register does not verify. Call the installer.',
  },
  'already-running': {
    zh: '本程序已在另一个窗口中打开。请切换到那个窗口。',
    en: 'The program is already open: use that window.',
  },
  'wrong-host': {
    zh: '打开的地址不对。请从桌面图标重新打开程序。',
    en: 'The address is wrong: open the program from its icon.',
  },
  'wrong-origin': {
    zh: '请求来自别的网页，已拒绝。请从桌面图标重新打开程序。',
    en: 'The request came from another page: open the program from its icon.',
  },
  'wrong-token': {
    zh: '这个窗口的会话已失效。请关闭后从桌面图标重新打开；未发送的件都在。',
    en: 'The session of this window has ended. Close it and open the program from its icon; unsent work is kept.',
  },
  'unknown-call': {
    zh: '界面与程序版本不一致。请关闭后重新打开程序。',
    en: 'Window and program differ in version: close it and open it again.',
  },
  internal: {
    zh: '程序出错，已写入本机日志。请再试一次；仍不行请联系管理员。',
    en: 'The program has failed and logged it. Try again, then call the installer.',
  },
  'no-browser': { zh: '本机没有找到 Chromium 或 Edge 浏览器。', en: 'No Chromium or Edge was found on this computer.' },
  'print-failed': { zh: '没能生成 PDF。可以改用“打印”。', en: 'The PDF could not be made. Use Print instead.' },
  'port-taken': {
    zh: '本程序的端口被其他程序占用。请联系管理员。',
    en: 'The port of this program is in use. Call the installer.',
  },
  'wrong-type': {
    zh: '这种文件不收。请用 JPEG、PNG、WebP 图片或 PDF；其他格式请先另存为其中一种。',
    en: 'Files of this kind are not taken. Use JPEG, PNG, WebP or PDF, or save it as one of them first.',
  },
  'no-attachment': {
    zh: '附件不在这里：可能收件的窗口还没有发出来，请稍后再试。如果是刚加的附件，请重新添加。',
    en: 'The attachment is not here: the office that took it may not have sent it yet. If you have just added it, add it again.',
  },
  'wrong-hash': {
    zh: '附件内容与登记的核对码对不上，没有采用。请再试一次；仍不行请联系管理员。',
    en: 'The attachment is not the one that was filed; it was not used. Try again, then call the installer.',
  },
  'not-for-us': {
    zh: '这个附件密封给别的单位，本单位打不开。',
    en: 'It is sealed to other offices and cannot be opened here.',
  },
  superseded: {
    zh: '是真的，但已被裁定或登记规则取消效力。',
    en: 'It is genuine, but a decision or the rules have left it without effect.',
  },
  'in-dispute': { zh: '是真的，但有争议尚待裁定。', en: 'It is genuine, but a dispute about it is open.' },
  amended: {
    zh: '是真的，也有效，但其中几项已由裁定另行核定。',
    en: 'It is genuine and in effect, but a decision has given some of its items other values.',
  },
  'no-trust': { zh: '没有可依据的信任根，无法核对。', en: 'There is nothing trusted to check it against.' },
  'unexpected-file': { zh: '含有不属于导出包的文件。', en: 'It holds a file that does not belong to an export.' },
  'missing-file': { zh: '导出包缺少文件。', en: 'A file of the export is missing.' },
  'form-invalid': {
    zh: '表单还有问题，没有保存。请按提示逐项改正。',
    en: 'The form still has problems and was not saved. Correct them one by one.',
  },
  'unknown-service': {
    zh: '省级登记簿上没有这一事项。请先同步。',
    en: 'The service is not on the register of the province. Sync first.',
  },
  'numbers-used-up': {
    zh: '本机的编号已经用完，请联网请省级管理员再分配一段编号',
    en: 'This computer has no numbers left: ask the registrar for another block, with a line',
  },
  'table-unreadable': {
    zh: '这个文件读不了：请选择 CSV（逗号、分号或制表符分隔）或 XLSX 表格；如果文件在 U 盘上，请看看 U 盘是否还插着。',
    en: 'This file cannot be read. Choose a CSV or XLSX table; if it is on a USB stick, see that it is still plugged in.',
  },
  'table-old-format': {
    zh: '这是旧格式（.xls、.et）或设了打开密码的表格。请在表格软件中去掉密码，另存为 .xlsx 再导入。',
    en: 'This is a table of the old format (.xls), or one with a password. Save it as .xlsx without a password.',
  },
  'table-damaged': {
    zh: '表格文件已损坏，或含有不安全的内容，没有读取。请在表格软件中打开，另存为新的 .xlsx 再导入。',
    en: 'The workbook is damaged or unsafe and was not read. Open it, save it anew as .xlsx, and try again.',
  },
  'table-encoding': {
    zh: '文字编码对不上。请在“文字编码”中另选一种，或在表格软件中另存为 XLSX。',
    en: 'The text is not in this encoding. Choose another one, or save the table as XLSX.',
  },
  'table-quotes': {
    zh: '有一个引号只有开头没有结尾，后面的内容分不清了。请在表格软件中打开，另存为 XLSX 再导入。',
    en: 'A quotation mark is never closed, so the rest cannot be told apart. Open the table and save it as XLSX.',
  },
  'table-too-large': {
    zh: '超出一次导入的上限（文件 64 MB、20 万行、200 列）。请分成几份导入，已登记的行不会重复登记。',
    en: 'Over the limits of one import (64 MB, 200,000 rows, 200 columns). Import it in parts: what is on record is not filed again.',
  },
  'table-empty': {
    zh: '表中没有内容。请核对是不是选对了文件和工作表。',
    en: 'There is nothing in it. See whether it is the right file and sheet.',
  },
  'not-allowed': {
    zh: '办件现在的环节不能办理这一步，可能别人刚办过。请刷新后再看。',
    en: 'The case does not allow this now: somebody may have acted. Look again.',
  },
  'no-effect': {
    zh: '按省级登记簿的规则，这一条记上去也不生效，所以没有签名。原因见下。',
    en: 'The register would give this entry no effect, so it was not signed. The reason stands below.',
  },
}

import type { zhAside } from './zh-aside.ts'

export const enAside: Readonly<Record<keyof typeof zhAside, string>> = {
  'nav.aside': 'Returned',
  'nav.aside.n': '{n} to deal with',
  'aside.lead':
    'What the province did not take, what has no effect on the register, and what this program does not know. Nothing is lost; what is dealt with can be put away.',
  'aside.failed': 'What was returned could not be read',
  'aside.empty': 'Nothing was returned',
  'aside.emptyNext': 'All that was sent has been taken. What is returned later shows here, on the left and at the top.',
  'aside.more': 'Listed: the newest {shown} of {n}. The others follow as these are dealt with.',
  'aside.go': 'Deal with it',
  'aside.wait': '{n} returned: please look',
  'aside.group.fix': 'To be corrected',
  'aside.group.again': 'Can be sent again',
  'aside.group.stopped': 'Held up by one before',
  'aside.group.key': 'The key is no longer valid',
  'aside.group.update': 'Not known to this program',
  'aside.group.look': 'For your information',
  'aside.help.fix':
    'Something in it is wrong, so it was not done. Check it with the applicant, correct it and do it again.',
  'aside.help.again':
    'Nothing in it is wrong: the province cannot take it yet. Call the registrar first, then send it again; it is also sent after the next sign-in.',
  'aside.help.stopped':
    'Nothing is wrong with these: they stand behind one that was refused. Those that can be signed again are done above, all at once.',
  'aside.help.key':
    'Nothing signed with that key counts or can be sent. Ask the registrar for a new key for the person; sign in with it, then correct and file each again.',
  'aside.help.update':
    'A newer program wrote these. Nothing is lost and nothing on the register has changed. Ask for an update of this program.',
  'aside.help.look': 'These have no effect and need not be done again here. Put them away once you have seen them.',
  'aside.by': '{name}, {time}',
  'aside.people': 'Applicant',
  'aside.applicant': 'For the applicant',
  'aside.papers': 'If a paper was handed out ({papers}): it is not valid. Take it back, or tell the applicant.',
  'aside.papersStopped':
    'If a paper was handed out ({papers}): the number stays the same when this is signed again. Print a new one and take the old one back.',
  'aside.papersAgain':
    'If a paper was handed out ({papers}): it does not count until the province takes this; after that it does.',
  'aside.why.stopped':
    'It stands behind one that was refused. The province takes entries in the order of signing, so this one could not be taken.',
  'aside.kind.resolve': 'Decision of a conflict',
  'aside.kind.note': 'Note',
  'aside.kind.gov': 'Administration',
  'aside.kind.unknown': 'Unknown entry ({kind})',
  'aside.correctFile': 'Correct and file again',
  'aside.correctAct': 'Do it again on the case',
  'aside.replaceAsk': 'An unfinished draft of this service will be replaced. Go on?',
  'aside.noDraft': 'This computer could not keep the draft: make room and try again.',
  'aside.refile':
    'This form holds what was in {number}, which was returned. Filed again it has a new number, and the other is put away.',
  'aside.again': 'Send again',
  'aside.again.sent': 'The province has taken it.',
  'aside.again.refused': 'The province still does not take it: {why}',
  'aside.again.waits': 'It did not get through now. It waits, and is sent when the line is back.',
  'aside.print': 'Print a notice',
  'aside.settle': 'Seen, put away',
  'aside.settleAsk': 'It is not shown as waiting any more, nor sent by itself. It can be put back from “Dealt with”.',
  'aside.settled': 'Dealt with ({n})',
  'aside.settledBy': 'Put away by {name}, {time}',
  'aside.settledInstead': 'Dealt with by {name}, {time}; done as',
  'aside.unsettle': 'Put back',
  'aside.stopped.title': '{n} {n|stands|stand} behind what was refused',
  'aside.stopped.free':
    '{n} of them {n|has|have} nothing to do with what was refused and can be signed again now: content, time, numbers and order stay the same. What was refused is not among them.',
  'aside.stopped.bound':
    '{n} more {n|builds|build} on what was refused: wait until that is taken, sign it again as well, or put these away and do them anew.',
  'aside.stopped.with': 'Sign the {n} refused again as well ({all} in all)',
  'aside.stopped.withHelp':
    'Of use only when the reason has nothing to do with the content, for instance on a computer restored from a backup.',
  'aside.stopped.others': 'Work of {names} is held up too: they have to sign in and sign it again.',
  'aside.stopped.ended':
    'Your key is no longer valid, so nothing can be signed again. Ask the registrar for a new key, sign in with it, and do each again.',
  'aside.stopped.sign': 'Sign {n} again',
  'aside.stopped.signed':
    '{n} signed again and being sent. Numbers and times are the same; print slips anew and take the old ones back.',
  'aside.stopped.failed': 'Not signed again',
  'aside.actionFailed': 'That did not work',
  'aside.cannotOpen': 'What is in it cannot be opened on this computer',
  'aside.backToAct': 'What was entered before is filled in: check it and sign again.',
  'aside.actGone': 'The case is at another step now: go on from there. The reason written before: {reason}',
  'aside.paper.title': 'Notice: not done',
  'aside.paper.lead': 'For the applicant: that it was not done, why, and that the earlier paper is not valid.',
  'aside.paper.standing': 'This was not done and not registered. Papers given out for it are not valid.',
  'aside.paper.to': 'Applicant',
  'aside.paper.what': 'Matter',
  'aside.paper.time': 'Time',
  'aside.paper.by': 'Handled by',
  'aside.paper.why': 'Why it was not done',
  'aside.paper.giveBack': 'To be given back',
  'aside.paper.none': 'none',
  'aside.paper.instead': 'Done under the number',
  'aside.paper.note':
    'Bring the earlier paper to this counter. It can be done again once corrected; materials already handed in need not be prepared again.',
  'aside.paper.qr': 'The QR code holds what was signed, and can be checked at any counter.',
  'aside.paper.back': 'Back to what was returned',
}

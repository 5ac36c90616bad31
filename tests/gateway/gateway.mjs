// A real wechaty gateway (gRPC) over a mocked WeChat account, moved by lines of JSON.
//
// Comes in: orders on standard input, one a line: {"order": "say", ...}. Goes out: one line of JSON
// for each, in order, and {"ready": PORT} when the gateway listens. Does not: outlive its standard
// input, or speak to WeChat. The stock mock drops mentions and returns no id for words it sent:
// this one keeps both. It logs to standard error.
import fs from 'node:fs'
import readline from 'node:readline'

import { FileBox } from 'file-box'
import * as PUPPET from 'wechaty-puppet'
import { mock, PuppetMock } from 'wechaty-puppet-mock'
import { PuppetServer } from 'wechaty-puppet-service'

const [port, token, record] = process.argv.slice(2)
const SELF = 'wxid-bot'
const sent = []
const faults = []

class Account extends PuppetMock {
  async messageSendText (conversationId, text, mentionIdList) {
    const fault = faults.shift()
    if (fault === 'busy') {
      throw new Error('too fast')
    }
    if (!this.isLoggedIn) {
      throw new Error('not logged in')
    }
    const known = this.mocker.cacheRoomPayload.has(conversationId)
      || this.mocker.cacheContactPayload.has(conversationId)
    if (!known) {
      throw new Error('no such conversation')
    }
    const id = say({ from: SELF, to: conversationId, text, silent: fault === 'deaf' })
    sent.push({ conversation: conversationId, id, mentions: mentionIdList || [], text })
    if (record) {
      fs.appendFileSync(record, JSON.stringify(text) + '\n')
    }
    if (fault === 'swallow' || fault === 'deaf') {
      await new Promise(() => {})
    }
    return id
  }

  async messageSendFile (conversationId, file) {
    const bytes = (await file.toBuffer()).length
    const id = say({ from: SELF, to: conversationId, text: '', type: PUPPET.types.Message.Image })
    sent.push({ bytes, conversation: conversationId, id, mentions: [], text: '' })
    return id
  }

  async roomMemberRawPayload (roomId, contactId) {
    const member = await super.roomMemberRawPayload(roomId, contactId)
    return { ...member, roomAlias: aliases.get(`${roomId}/${contactId}`) }
  }
}

const aliases = new Map()
const mocker = new mock.Mocker()
const puppet = new Account({ mocker })
let server

let last = 0
function say ({ from, to, text, type, mentions, silent, id }) {
  const isRoom = mocker.cacheRoomPayload.has(to)
  const payload = {
    id: id ?? `msg-${process.pid}-${++last}`,
    talkerId: from,
    text,
    timestamp: Date.now(),
    type: type ?? PUPPET.types.Message.Text,
    ...(isRoom ? { mentionIdList: mentions ?? [], roomId: to } : { listenerId: to }),
  }
  mocker.cacheMessagePayload.set(payload.id, payload)
  if (!silent) {
    puppet.emit('message', { messageId: payload.id })
  }
  return payload.id
}

async function listen () {
  server = new PuppetServer({ endpoint: `127.0.0.1:${port}`, puppet, tls: { disable: true }, token })
  await server.start()
}

const orders = {
  // Somebody speaks: to a room, or to the bot (`to` is then the bot's own id).
  say,

  // The same many times, `every` milliseconds; the answer comes when the last is said.
  async flood ({ from, to, texts, every }) {
    const ids = []
    const began = Date.now()
    for (const [n, text] of texts.entries()) {
      const wait = began + n * every - Date.now()
      if (wait > 0) {
        await new Promise(resolve => setTimeout(resolve, wait))
      }
      ids.push(say({ from, to, text }))
    }
    return ids
  },

  async file ({ from, to, content, type }) {
    const box = FileBox.fromBase64(content, 'picture.png')
    const id = say({ from, to, text: '', type: type ?? PUPPET.types.Message.Image, silent: true })
    mocker.cacheFileBoxPayload.set(id, box.toJSON())
    puppet.emit('message', { messageId: id })
    return id
  },

  contact ({ id, name, type }) {
    mocker.createContact({ id, name, type: type ?? PUPPET.types.Contact.Individual })
  },
  room ({ id, topic, members }) {
    mocker.createRoom({ id, memberIdList: members, topic })
  },
  async alias ({ room, contact, name }) {
    aliases.set(`${room}/${contact}`, name)
    await puppet.dirtyPayload(PUPPET.types.Payload.RoomMember, `${contact}@@@${room}`)
  },
  join ({ room, who }) {
    mocker.RoomMock.load(room).add(mocker.ContactMock.load(who)).by(mocker.ContactMock.load(who))
  },
  leave ({ room, who }) {
    mocker.RoomMock.load(room).remove(mocker.ContactMock.load(who)).by(mocker.ContactMock.load(who))
  },
  emit ({ event, payload }) {
    puppet.emit(event, payload)
  },
  // What no JSON parser reads.
  garbage () {
    puppet.emit('message', { toJSON () { return undefined } })
  },
  fault ({ kind }) {
    faults.push(kind)
  },
  sent () {
    return sent
  },
  sentCount () {
    return sent.length
  },
  // As if nothing had happened.
  reset () {
    sent.length = 0
    faults.length = 0
    puppet.isLoggedIn || puppet.login(SELF)
  },
  login () {
    puppet.login(SELF)
  },
  async logout () {
    await puppet.logout()
  },
  // The gateway itself goes, its account stays; `down` milliseconds later it is back.
  async restart ({ down }) {
    await server.stop()
    await new Promise(resolve => setTimeout(resolve, down ?? 0))
    await listen()
  },
}

mocker.createContact({ id: SELF, name: '群理', type: PUPPET.types.Contact.Individual })
puppet.on('error', () => {})
await puppet.start()
puppet.login(SELF)
await listen()
process.stdout.write(JSON.stringify({ ready: Number(port) }) + '\n')

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { order, ...given } = JSON.parse(line)
  const answer = await orders[order](given)
  process.stdout.write(JSON.stringify({ answer: answer ?? null }) + '\n')
}
process.exit(0)

// What the person of this page knows: the server's `all`, kept up to date by its `changes`.

export const world = {
  me: "",
  bot: "",
  people: new Map(),
  channels: [],
  about: {}, // channel → its conversations' signs and titles by thread, and the prompts to begin with
  messages: new Map(), // channel → Map of ts → message
  unread: new Set(),
  home: null,
  modal: null,
  commands: [],
  shortcuts: [],
  troubles: [],
  status: null,
};

/** Begin anew with all that there is. */
export function begin(all) {
  const { people, messages, ...rest } = all;
  Object.assign(world, rest);
  world.people = new Map(people.map((person) => [person.id, person]));
  world.messages = new Map();
  for (const message of messages) inChannel(message.channel).set(message.ts, message);
}

/** Take one change in. True if it is a message nobody here has seen before. */
export function apply(change) {
  if (change.what === "channels") world.channels = change.channels;
  if (change.what === "home") world.home = change.view;
  if (change.what === "modal") world.modal = change.view;
  if (change.what === "about") world.about[change.channel] = change.about;
  if (!change.message) return false;
  const known = inChannel(change.message.channel);
  const isNew = !known.has(change.message.ts);
  if (change.what === "gone") known.delete(change.message.ts);
  else known.set(change.message.ts, change.message);
  return isNew && change.what === "message";
}

/** The messages of a channel, or of a thread in it with its root first, in order. */
export function messagesOf(channel, thread = null) {
  return [...inChannel(channel).values()].filter((m) => belongs(m, channel, thread)).sort(byTime);
}

/** True if a message stands in this channel's list, or in this thread. */
export function belongs(message, channel, thread = null) {
  if (message.channel !== channel) return false;
  return thread ? thread === message.ts || thread === message.thread : !message.thread || message.broadcast;
}

/** The message at `ts`, if there is one. */
export function messageAt(channel, ts) {
  return inChannel(channel).get(ts);
}

/** How many replies a message has. */
export function replies(message) {
  return [...inChannel(message.channel).values()].filter((m) => m.thread === message.ts).length;
}

/** A user's name. */
export function nameOf(user) {
  return world.people.get(user)?.name ?? user;
}

/** A channel's name as it is read: #papers, or the bot's for one's own chat with it. */
export function channelName(id) {
  const channel = world.channels.find((c) => c.id === id);
  if (!channel) return id;
  return channel.kind === "im" ? nameOf(world.bot) : `#${channel.name}`;
}

/** What stands about the conversations of a channel. */
export function about(channel) {
  return world.about[channel] ?? { signs: {}, titles: {}, prompts: [] };
}

function inChannel(id) {
  if (!world.messages.has(id)) world.messages.set(id, new Map());
  return world.messages.get(id);
}

function byTime(one, other) {
  return one.ts < other.ts ? -1 : 1;
}

/**
 * The world outside, as the functions on the emulator meet it: loaded into their Node by NODE_OPTIONS, so
 * that the code that is deployed finds name servers, a primary and an S3 website, which the emulator does
 * not have. The table is a file (UNDERSTUDY_OUTSIDE) that is read each time. Loopback is left alone;
 * nothing else can be reached.
 */
const { readFileSync } = require('node:fs');
const dns = require('node:dns/promises');
const { Socket } = require('node:net');
const { Socket: UdpSocket } = require('node:dgram');

const LOOPBACK = /^localhost$|^127\.\d+\.\d+\.\d+$|^::1$/;

// The emulator's Route 53 lacks a call, which `route53-front.ts` adds.
process.env.AWS_ENDPOINT_URL_ROUTE_53 = 'http://route53.internal';

const table = () => JSON.parse(readFileSync(process.env.UNDERSTUDY_OUTSIDE, 'utf8'));

const failure = (code, what) => Object.assign(new Error(`${code} ${what}`), { code });

/** A name that is not in the table is answered as DNS answers for one that nobody has. */
const looker = (kind) => async (name) => {
  const found = table()[kind][name.toLowerCase()];
  if (found === undefined) throw failure('ENOTFOUND', name);
  return found;
};

const addressesOf = looker('addresses');
dns.Resolver.prototype.resolve4 = addressesOf;
dns.Resolver.prototype.resolveNs = looker('nameServers');
dns.Resolver.prototype.resolve6 = async (name) => {
  throw failure('ENODATA', name);
};
dns.lookup = async (name) => (await addressesOf(name)).map((address) => ({ address, family: 4 }));

const connectTcp = Socket.prototype.connect;
Socket.prototype.connect = function connect(...args) {
  // Node itself passes a list of arguments that it has already put in order.
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof options !== 'object' || options.path) return connectTcp.apply(this, args);
  const { host = 'localhost', port } = options;
  const local = LOOPBACK.test(host) ? port : table().ports[`${host}:${port}`];
  if (local === undefined) {
    process.nextTick(() => this.destroy(failure('ENETUNREACH', `${host}:${port}`)));
    return this;
  }
  Object.assign(options, { host: '127.0.0.1', port: local });
  return connectTcp.apply(this, args);
};

const connectUdp = UdpSocket.prototype.connect;
UdpSocket.prototype.connect = function connect(port, address, ...rest) {
  const local = table().ports[`${address}:${port}`];
  if (local === undefined) throw failure('ENETUNREACH', `${address}:${port}`);
  return connectUdp.call(this, local, '127.0.0.1', ...rest);
};

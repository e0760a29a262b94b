// A small server whose answers need a native module.
const { crc32 } = require('@node-rs/crc32');
const app = require('express')();
app.get('/', (request, response) => response.json({ shop: 'open', crc: crc32('shop') }));
app.listen(8080, () => console.log('ready', crc32('shop')));

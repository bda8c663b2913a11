#!/usr/bin/env node
// The shop's check of its data: every order holds products that exist and the total that they cost.
const read = async (collection) => (await fetch(`http://127.0.0.1:27017/shop/${collection}`)).json();
const [products, orders] = [await read('products'), await read('orders')];
const priceOf = ({ product, count }) => products.find(({ _id }) => _id === product)?.price * count;
const wrong = orders.filter(({ items, total }) => items.map(priceOf).reduce((sum, each) => sum + each, 0) !== total);
process.stdout.write(`${products.length} products, ${orders.length} orders, ${wrong.length} of them wrong\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;

// A stand-in for mongoose, of which the document's script asks only whether a connection is open.
exports.connection = { readyState: 0 };
exports.disconnect = async () => undefined;

/// The reference endpoint: takes batches, drops repeats, writes each event as a line of JSON.
@NullMarked
package io.vedette.transport.endpoint;

import org.jspecify.annotations.NullMarked;

/// TLS for both sides: files that may be replaced at any time, and refusals in words.
@NullMarked
package io.vedette.transport.tls;

import org.jspecify.annotations.NullMarked;

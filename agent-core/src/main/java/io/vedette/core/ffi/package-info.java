/// Calls into C: the C library and libbpf. The only package that links native code.
@NullMarked
package io.vedette.core.ffi;

import org.jspecify.annotations.NullMarked;

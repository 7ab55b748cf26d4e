/// Options, checked once and then immutable.
@NullMarked
package io.vedette.core.config;

import org.jspecify.annotations.NullMarked;

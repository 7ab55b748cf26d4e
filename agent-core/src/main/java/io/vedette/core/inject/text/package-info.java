/// Text of a definition with the tree that it holds, and changes of it that leave every other byte alone.
@NullMarked
package io.vedette.core.inject.text;

import org.jspecify.annotations.NullMarked;

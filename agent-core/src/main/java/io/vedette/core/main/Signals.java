package io.vedette.core.main;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Signals of the process, in place of what the JVM does about them.
///
/// It takes `sun.misc.Signal` of the module `jdk.unsupported`, which has no other name and which the compiler
/// lets nobody import without a warning: so it is looked up.
final class Signals implements AutoCloseable {

    private final Map<Object, Object> before = new LinkedHashMap<>();
    private final MethodHandle install;

    private Signals(MethodHandle install) {
        this.install = install;
    }

    /// @param names as `TERM`
    /// @param action on a thread of the JVM, for each that comes
    static Signals handle(List<String> names, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle make = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
            MethodHandle install = lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler));
            Object own = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        return switch (method.getName()) {
                            case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "toString" -> "vedette";
                            default -> {
                                action.run();
                                yield null;
                            }
                        };
                    });
            Signals signals = new Signals(install);
            for (String name : names) {
                Object one = make.invoke(name);
                signals.before.put(one, install.invoke(one, own));
            }
            return signals;
        } catch (Throwable unsupported) {
            throw new IllegalStateException("signals can't be handled in this JVM: " + unsupported, unsupported);
        }
    }

    /// Leaves them to whom they were left before.
    @Override
    public void close() {
        before.forEach((signal, handler) -> {
            try {
                install.invoke(signal, handler);
            } catch (Throwable unsupported) {
                throw new IllegalStateException("signals can't be given back: " + unsupported, unsupported);
            }
        });
    }
}

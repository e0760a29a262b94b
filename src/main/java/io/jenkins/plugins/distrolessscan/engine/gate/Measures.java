package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Of;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** What was measured of a scan, for gates that count no findings. What is missing was not looked at: it is not zero. */
public final class Measures {
    private final Map<Of, Long> values = new EnumMap<>(Of.class);

    /** The same with one more value; an empty one is not known. */
    public Measures with(Of of, OptionalLong value) {
        Measures more = new Measures();
        more.values.putAll(values);
        value.ifPresent(number -> more.values.put(of, number));
        return more;
    }

    OptionalLong of(Of of) {
        Long value = values.get(of);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}

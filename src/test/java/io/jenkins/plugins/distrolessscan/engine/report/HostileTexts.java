package io.jenkins.plugins.distrolessscan.engine.report;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts an attack into every text of a record, all the way down, so that a member added later is attacked without anybody
 * remembering to.
 */
public final class HostileTexts {
    /** A word that no writer prints by itself; an element or attribute that holds it came from data. */
    public static final String MARK = "xssmark";

    public static final List<String> ATTACKS = List.of(
            "<script>alert('" + MARK + "')</script>",
            "\"><img src=x onerror=" + MARK + "()><a href=\"javascript:" + MARK + "()\">",
            "</style></title></textarea><svg/onload=" + MARK + ">",
            "' onmouseover='" + MARK + "' style='color:red",
            "<!-- " + MARK + " --><![CDATA[" + MARK + "]]>&lt;b&gt;&#60;i&#62;",
            "| a | [click](https://evil.example/" + MARK + ") ![i](https://evil.example/x.png) |",
            "`code` ```" + MARK + "``` **bold** __under__ ~~gone~~ $x$ :tada: # head\n# heading\n- item\n\n***\n1. one",
            "https://evil.example/" + MARK + " www.evil.example mail@evil.example @octocat #1 GH-2",
            "\u001b[31m" + MARK + "\u001b[0m\u0007\b\u0000\u007f\u009b1m\r\nfake log line",
            "\u202eexe.txt\u202c \u2066\u2069\u200b\u200d\ufeff\u2028\u2029\u061c " + MARK,
            "=cmd|' /C calc'!A0 " + MARK,
            "+1-1 @SUM(1) " + MARK,
            "]]></failure><testcase name=\"" + MARK + "\"/>",
            "../../etc/passwd\\..\\" + MARK,
            "\ud800 lone \udfff surrogate \ufffe \uffff " + MARK + " \ud83d\ude00",
            MARK + "n".repeat(10_000));

    private int next;

    private HostileTexts(int first) {
        next = first;
    }

    public static <T extends Record> T everywhere(T record) {
        return everywhere(record, 0);
    }

    /**
     * @param first index of the attack that the record's first text becomes; those after it take the next ones in turn
     */
    public static <T extends Record> T everywhere(T record, int first) {
        @SuppressWarnings("unchecked")
        T hostile = (T) new HostileTexts(first).attacked(record);
        return hostile;
    }

    private Object attacked(Object value) {
        if (value instanceof String) {
            return ATTACKS.get(next++ % ATTACKS.size());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::attacked).toList();
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(this::attacked);
        }
        return value instanceof Record ? attackedRecord((Record) value) : value;
    }

    private Record attackedRecord(Record value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                var accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                values[i] = attacked(accessor.invoke(value));
            }
            Constructor<?> constructor = value.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Record) constructor.newInstance(values);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new AssertionError(value.getClass().getName(), e);
        }
    }
}

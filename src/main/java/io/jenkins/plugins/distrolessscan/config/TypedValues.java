package io.jenkins.plugins.distrolessscan.config;

import hudson.Util;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The values of parameters as somebody typed them, looked at before anything converts them: structs narrows a number,
 * core binds what it cannot convert as missing, and XStream drops it. What cannot be understood is told, never dropped.
 */
public final class TypedValues {
    private static final int LONGEST_SHOWN = 60;

    /** Parameters of a bean by name, with the type that their setter takes. */
    private final Map<String, Class<?>> types;

    private TypedValues(Map<String, Class<?>> types) {
        this.types = types;
    }

    /**
     * The parameters of a bean: those that have a {@link DataBoundSetter}.
     *
     * @param hidden those that nobody types
     */
    public static TypedValues of(Class<?> bean, String... hidden) {
        Map<String, Class<?>> types = new TreeMap<>();
        for (Method method : bean.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class) && method.getParameterCount() == 1) {
                types.put(Introspector.decapitalize(method.getName().substring("set".length())), type(method));
            }
        }
        List.of(hidden).forEach(types::remove);
        return new TypedValues(types);
    }

    /** A list of beans is its beans' own to look at. */
    private static Class<?> type(Method setter) {
        Class<?> type = setter.getParameterTypes()[0];
        boolean ofTexts = setter.getGenericParameterTypes()[0].getTypeName().endsWith("<java.lang.String>");
        return type == List.class && !ofTexts ? Iterable.class : type;
    }

    /** Whether there is a parameter of that name. */
    public boolean knows(String name) {
        return types.containsKey(name);
    }

    /**
     * What a call or a form gives.
     *
     * @param understood values of the type that the setter takes, by name; what was refused is not among them
     * @param refusals a sentence for each value that was refused
     */
    public record Checked(Map<String, Object> understood, List<String> refusals) {}

    /** Looks at each value; a missing or empty one is left to the setter. */
    public Checked check(Map<?, ?> typed) {
        Map<String, Object> understood = new LinkedHashMap<>();
        List<String> refusals = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        typed.forEach((key, value) -> {
            String name = String.valueOf(key);
            Class<?> type = types.get(name);
            if (type == null) {
                unknown.add(shown(name));
            } else {
                value(name, type, value, understood, refusals);
            }
        });
        if (!unknown.isEmpty()) {
            refusals.add(
                    0, Messages.TypedValues_unknown(String.join(", ", unknown), String.join(", ", types.keySet())));
        }
        return new Checked(understood, refusals);
    }

    /** The sentence that refuses one value; empty when it can be understood. */
    public Optional<String> refusal(String name, Object value) {
        List<String> refusals = check(Map.of(name, value)).refusals();
        return refusals.isEmpty() ? Optional.empty() : Optional.of(refusals.get(0));
    }

    private static void value(
            String name, Class<?> type, Object value, Map<String, Object> understood, List<String> refusals) {
        if (value == null || type == String.class && isText(value)) {
            understood.put(name, value == null ? null : value.toString());
        } else if (type == String.class) {
            refusals.add(Messages.TypedValues_text(name, shown(value)));
        } else if (type == boolean.class) {
            Optional<Boolean> answer = yesOrNo(value);
            answer.ifPresentOrElse(
                    yes -> understood.put(name, yes),
                    () -> refusals.add(Messages.TypedValues_boolean(name, shown(value))));
        } else if (type == Integer.class || type == int.class) {
            if (isText(value) && Util.fixEmptyAndTrim(value.toString()) == null) {
                return;
            }
            wholeNumber(value)
                    .ifPresentOrElse(
                            number -> understood.put(name, number),
                            () -> refusals.add(Messages.TypedValues_number(name, shown(value))));
        } else if (type == List.class) {
            words(value)
                    .ifPresentOrElse(
                            words -> understood.put(name, words),
                            () -> refusals.add(Messages.TypedValues_list(name, shown(value))));
        } else {
            understood.put(name, value);
        }
    }

    /** A list of texts, or one text with commas, spaces or line breaks between them. */
    private static Optional<List<String>> words(Object value) {
        if (isText(value)) {
            return Optional.of(ClusterDefinition.words(value.toString()));
        }
        if (value instanceof List<?> list && list.stream().allMatch(TypedValues::isText)) {
            return Optional.of(list.stream().map(Object::toString).toList());
        }
        return Optional.empty();
    }

    private static boolean isText(Object value) {
        return value instanceof CharSequence;
    }

    private static Optional<Boolean> yesOrNo(Object value) {
        if (value instanceof Boolean yes) {
            return Optional.of(yes);
        }
        String text = isText(value) ? value.toString().trim() : "?";
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false", "" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A whole number that an int can hold; {@code 80.0} is one, {@code 79.9} and {@code 80 %} are none. */
    public static Optional<Integer> wholeNumber(Object value) {
        try {
            if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
                return Optional.of(Math.toIntExact(((Number) value).longValue()));
            }
            if (value instanceof BigInteger big) {
                return Optional.of(big.intValueExact());
            }
            if (value instanceof BigDecimal || value instanceof Double || value instanceof Float || isText(value)) {
                String text = value.toString().trim();
                return text.length() > LONGEST_SHOWN
                        ? Optional.empty()
                        : Optional.of(new BigDecimal(text).intValueExact());
            }
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static String shown(Object value) {
        String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "\uFFFD");
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "\u2026";
    }
}

package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Filter;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Loaded;
import io.jenkins.plugins.distrolessscan.engine.gate.QualityGate.Of;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.GateResult;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Reads a quality gate from names and values, as a Pipeline, a file or an option of the command line gives them. What has no
 * meaning is refused before anything is attached: a gate that could never be missed would be believed.
 */
public final class QualityGateReader {
    private static final List<String> KEYS = List.of(
            "type",
            "of",
            "severity",
            "fixable",
            "loaded",
            "kev",
            "malicious",
            "certain",
            "epss",
            "id",
            "limit",
            "result");

    /** Names of other plugins, and what says the same here. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "threshold", "limit",
            "integerThreshold", "limit",
            "criticality", "result",
            "unstable", "result: 'UNSTABLE' or 'FAILURE'");

    private final Map<String, Object> given;

    private QualityGateReader(Map<String, Object> given) {
        this.given = given;
    }

    /** The names that a gate can have. */
    public static List<String> names() {
        return KEYS;
    }

    /**
     * @param names names and values; a null value counts as not given
     * @throws ScanException CONFIGURATION with what is wrong and what to write
     */
    public static QualityGate read(Map<String, ?> names) throws ScanException {
        Map<String, Object> given = new LinkedHashMap<>();
        for (Map.Entry<String, ?> entry : names.entrySet()) {
            // A list may hold itself: its text has no end.
            if (entry.getValue() instanceof Map || entry.getValue() instanceof Iterable) {
                throw wrong("has a text, a number or true as " + shown(entry.getKey()));
            }
            if (entry.getValue() != null && !entry.getValue().toString().isBlank()) {
                given.put(entry.getKey(), entry.getValue());
            }
        }
        for (String name : given.keySet()) {
            if (!KEYS.contains(name)) {
                throw wrong(
                        ELSEWHERE.containsKey(name)
                                ? "has no " + name + "; write " + ELSEWHERE.get(name) + " for it"
                                : "has no " + shown(name) + "; it has " + String.join(", ", KEYS));
            }
        }
        return new QualityGateReader(given).gate();
    }

    /**
     * @param text such as {@code type=NEW,of=VULNERABILITY,severity=HIGH,limit=1,result=UNSTABLE}
     * @throws ScanException CONFIGURATION with what is wrong and what to write
     */
    public static QualityGate read(String text) throws ScanException {
        Map<String, String> names = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String[] pair = part.split("=", 2);
            if (pair.length != 2 || names.put(pair[0].strip(), pair[1].strip()) != null) {
                throw wrong("is written as NAME=VALUE between commas, each name once, such as"
                        + " type=NEW,of=VULNERABILITY,severity=HIGH,limit=1,result=UNSTABLE; not as "
                        + shown(text));
            }
        }
        return read(names);
    }

    private QualityGate gate() throws ScanException {
        Kind type = type();
        Of of = given.containsKey("of") ? constant("of", Of.class) : Of.ANY;
        if (!of.countsFindings() && type != Kind.TOTAL) {
            throw wrong("of " + of + " is measured, not counted; its type is TOTAL");
        }
        Filter filter = filter(of);
        if (type == Kind.FIXED) {
            if (given.containsKey("limit") || result(GateResult.NOTE) != GateResult.NOTE) {
                throw wrong("of type FIXED tells what is gone and is never missed; leave out limit and result");
            }
            return new QualityGate(type, of, filter, OptionalLong.empty(), GateResult.NOTE);
        }
        return new QualityGate(type, of, filter, OptionalLong.of(limit(of)), result(GateResult.UNSTABLE));
    }

    private Kind type() throws ScanException {
        String word = word("type");
        for (String kind : List.of("TOTAL", "NEW", "DELTA")) {
            if (word.startsWith(kind + "_")) {
                throw wrong("has no type " + word + "; write type: '" + kind + "' and severity: '"
                        + severityOf(word.substring(kind.length() + 1)) + "'");
            }
        }
        List<String> types = List.of("TOTAL", "NEW", "DELTA", "FIXED");
        if (!types.contains(word)) {
            throw wrong("needs a type, one of " + String.join(", ", types)
                    + (word.isEmpty() ? "" : "; not " + shown(word)));
        }
        return Kind.valueOf(word);
    }

    private static String severityOf(String word) {
        return switch (word) {
            case "ERROR" -> "CRITICAL";
            case "NORMAL" -> "MEDIUM";
            default -> word;
        };
    }

    private Filter filter(Of of) throws ScanException {
        Optional<Severity> severity = Optional.empty();
        if (given.containsKey("severity")) {
            Severity mildest = constant("severity", Severity.class);
            if (mildest == Severity.UNKNOWN || mildest == Severity.NONE) {
                throw wrong("counts from a severity on: LOW, MEDIUM, HIGH or CRITICAL. What has no known severity"
                        + " always counts");
            }
            severity = Optional.of(mildest);
        }
        Filter filter = new Filter(
                severity, flag("fixable"), loaded(), flag("kev"), flag("malicious"), flag("certain"), epss(), id());
        if (!of.countsFindings() && !filter.equals(Filter.ALL)) {
            throw wrong("of " + of + " counts no findings; leave out " + filter.text());
        }
        checkId(of, filter);
        if (filter.ofPackages() && of != Of.VULNERABILITY) {
            throw wrong(
                    "with fixable, loaded, kev, malicious, certain or epss needs of: 'VULNERABILITY'; nothing else has them");
        }
        return filter;
    }

    /** An id that nothing of what is counted can have would make a gate that is never missed. */
    private static void checkId(Of of, Filter filter) throws ScanException {
        if (filter.id().isEmpty()) {
            return;
        }
        boolean change = filter.id().startsWith("runtime-");
        boolean fits =
                switch (of) {
                    case VULNERABILITY -> !filter.namesControl();
                    case CONTROL -> filter.namesControl() && !change;
                    case CHANGE -> filter.namesControl() && change;
                    default -> of != Of.UNEXPLAINED_EXECUTABLES;
                };
        if (!fits) {
            throw wrong("of " + of + " counts nothing with the id " + shown(filter.id())
                    + "; VULNERABILITY goes with a CVE, CHANGE with a control such as runtime-1.1, CONTROL with the other"
                    + " controls");
        }
    }

    private Optional<Loaded> loaded() throws ScanException {
        return switch (word("loaded").toLowerCase(Locale.ROOT)) {
            case "" -> Optional.empty();
            case "true" -> Optional.of(Loaded.TRUE);
            case "proved" -> Optional.of(Loaded.PROVED);
            default -> throw wrong("has loaded: true, or loaded: 'proved'; leave it out to count all");
        };
    }

    private OptionalDouble epss() throws ScanException {
        String text = given.getOrDefault("epss", "").toString().strip();
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (!text.matches("0?\\.[0-9]{1,6}|1(?:\\.0{1,6})?") || Double.parseDouble(text) == 0) {
            throw wrong("has an epss above 0 and up to 1, such as epss: 0.1 for ten percent; not " + shown(text));
        }
        return OptionalDouble.of(Double.parseDouble(text));
    }

    private String id() throws ScanException {
        String id = given.getOrDefault("id", "").toString().strip();
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}") && !id.isEmpty()) {
            throw wrong("has an id such as CVE-2024-12345 or container-1.1");
        }
        String control = id.toLowerCase(Locale.ROOT);
        return control.matches("[a-z]+-[0-9]{1,3}[.][0-9]{1,3}") ? control : id;
    }

    private boolean flag(String name) throws ScanException {
        String word = word(name).toLowerCase(Locale.ROOT);
        if (!word.isEmpty() && !word.equals("true")) {
            throw wrong("has " + name + ": true; leave it out to count all");
        }
        return word.equals("true");
    }

    private long limit(Of of) throws ScanException {
        if (!given.containsKey("limit")) {
            throw wrong("needs a limit");
        }
        String text = given.get("limit").toString().strip();
        if (of == Of.OVERALL_RISK) {
            for (Level level : Level.values()) {
                if (level != Level.MINIMAL && level.name().equalsIgnoreCase(text)) {
                    return level.ordinal();
                }
            }
            throw wrong("of OVERALL_RISK has a level as its limit: LOW, MEDIUM, HIGH or CRITICAL; it is missed at that"
                    + " level");
        }
        if (!text.matches("-?[0-9]{1,9}")) {
            throw wrong("has a whole number as its limit, not " + shown(text));
        }
        long limit = Long.parseLong(text);
        if (limit < 1) {
            throw wrong(
                    of.atLeast()
                            ? "of " + of + " is missed below its limit, so the limit is at least 1"
                            : "is missed at its limit or more, so the limit is at least 1: limit: 1 allows none");
        }
        long most =
                switch (of.unit()) {
                    case PERCENT -> 100;
                    case SLOTS -> 10;
                    default -> Long.MAX_VALUE;
                };
        if (limit > most) {
            throw wrong("of " + of + " has a limit from 1 to " + most + ", not " + limit);
        }
        return limit;
    }

    private GateResult result(GateResult standard) throws ScanException {
        if (!given.containsKey("result")) {
            return standard;
        }
        if (word("result").equals("ERROR")) {
            throw wrong("has no result ERROR; write result: 'STAGE_ERROR' for it");
        }
        return constant("result", GateResult.class);
    }

    /** In capitals, with one underscore where there are blanks or hyphens. */
    private String word(String name) {
        return given.getOrDefault(name, "")
                .toString()
                .strip()
                .toUpperCase(Locale.ROOT)
                .replaceAll("[ -]+", "_");
    }

    private <E extends Enum<E>> E constant(String name, Class<E> type) throws ScanException {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word(name))) {
                return constant;
            }
        }
        throw wrong("has no " + name + " " + shown(given.get(name).toString()) + "; choose one of "
                + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")));
    }

    private static String shown(String text) {
        return PlainText.bounded(text, 100, c -> "?");
    }

    private static ScanException wrong(String what) {
        return new ScanException(ScanException.Kind.CONFIGURATION, "A quality gate " + what + ".");
    }
}

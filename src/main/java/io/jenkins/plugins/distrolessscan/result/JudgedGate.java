package io.jenkins.plugins.distrolessscan.result;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.distrolessscan.engine.model.Criterion;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.report.CriterionWords;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A threshold or quality gate as it was judged, in the build's record. */
@ExportedBean(defaultVisibility = 2)
public final class JudgedGate {
    private static final int LONGEST = 300;

    private final String type;
    private final String of;
    private final Long value;
    private final Long limit;
    private final String result;
    private final String state;

    /** Null in records of earlier versions. */
    private final String section;

    JudgedGate(Criterion criterion) {
        type = criterion.kind().name();
        String words = criterion.kind() == Criterion.Kind.THRESHOLD
                ? CriterionWords.name(criterion)
                : criterion.of() + (criterion.qualifiers().isEmpty() ? "" : " (" + criterion.qualifiers() + ")");
        of = PlainText.bounded(words, LONGEST, c -> "\uFFFD");
        value = criterion.value().isPresent() ? criterion.value().getAsLong() : null;
        limit = criterion.limit().isPresent() ? criterion.limit().getAsLong() : null;
        result = criterion.result().map(Enum::name).orElse("");
        state = criterion.state().name();
        section = CriterionWords.section(criterion);
    }

    /** THRESHOLD, TOTAL, NEW, DELTA or FIXED. */
    @Exported
    public String getType() {
        return type;
    }

    /** What is counted or measured, with its qualifiers. */
    @Exported
    public String getOf() {
        return of;
    }

    /** Null when it is not known. */
    @CheckForNull
    @Exported
    public Long getValue() {
        return value;
    }

    /** Null where a gate only tells. */
    @CheckForNull
    @Exported
    public Long getLimit() {
        return limit;
    }

    /** What a miss makes of the build; empty where the scan's own parameters say it. */
    @Exported
    public String getResult() {
        return result;
    }

    /** MET, MISSED, NOT_LOOKED_AT or NOT_JUDGED. */
    @Exported
    public String getState() {
        return state;
    }

    @Exported
    public boolean isMet() {
        return "MET".equals(state);
    }

    /**
     * For sandboxed Groovy.
     *
     * @param page the scan's page below the build's
     */
    @NonNull
    public Map<String, Object> map(String page) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", type);
        map.put("of", of);
        map.put("value", value);
        map.put("limit", limit);
        map.put("result", result);
        map.put("state", state);
        map.put("met", isMet());
        map.put("url", address(page));
        return map;
    }

    /** The gate as a person would name it. */
    @NonNull
    public String name() {
        return type.equals(Criterion.Kind.THRESHOLD.name()) ? of : type + " " + of;
    }

    /**
     * Where the rows are that count.
     *
     * @param page the scan's page, in whatever form the link needs
     */
    @NonNull
    public String address(String page) {
        return page + "/" + (section == null || section.isEmpty() ? "" : "#" + section);
    }
}

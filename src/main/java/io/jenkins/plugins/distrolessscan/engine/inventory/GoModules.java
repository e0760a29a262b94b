package io.jenkins.plugins.distrolessscan.engine.inventory;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence.GoBinary;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The modules that the Go linker wrote into an executable, and Go's standard library. A version of {@code (devel)} or
 * {@code v0.0.0} says nothing, so it is left empty: the module cannot be judged.
 */
final class GoModules {
    private static final Pattern VERSION = Pattern.compile("go([0-9][0-9A-Za-z.-]*)(?: .*)?");

    private GoModules() {}

    static List<Declared> of(GoBinary binary) {
        List<Declared> modules = new ArrayList<>();
        Matcher version = VERSION.matcher(binary.goVersion());
        modules.add(Declared.of("golang", "stdlib", version.matches() ? version.group(1) : ""));
        for (String line : new TextLines(binary.modules())) {
            String[] columns = line.split("\t", -1);
            switch (columns[0]) {
                case "mod", "dep" -> modules.add(module(columns));
                // A replacement stands behind the module that it replaces: it is what is really linked.
                case "=>" -> {
                    if (modules.size() > 1) {
                        Declared replaced = modules.remove(modules.size() - 1);
                        modules.add(replacement(replaced, module(columns)));
                    }
                }
                default -> {
                    // "path" and "build" lines name no module.
                }
            }
        }
        return List.copyOf(modules);
    }

    /** A replacement by a folder says nothing of what is in it: the module stays, without a version. */
    private static Declared replacement(Declared replaced, Declared by) {
        boolean folder = by.name().startsWith("./")
                || by.name().startsWith("../")
                || by.name().startsWith("/");
        return folder ? Declared.of("golang", replaced.name(), "") : by;
    }

    private static Declared module(String[] columns) {
        String version = columns.length > 2 ? columns[2] : "";
        boolean unknown = version.equals("(devel)") || version.equals("v0.0.0");
        return Declared.of("golang", columns.length > 1 ? columns[1] : "", unknown ? "" : version);
    }
}

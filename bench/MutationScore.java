import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what PIT wrote of the engine and prints, for each package, how many of its mutations the tests noticed. The last
 * line is "mutation lowest=PERCENT package=NAME". Run by the profile "mutation" of cli/pom.xml.
 */
public final class MutationScore {
    private static final String ENGINE = "io.jenkins.plugins.distrolessscan.engine.";
    private static final Set<String> NOTICED = Set.of("KILLED", "TIMED_OUT", "MEMORY_ERROR", "RUN_ERROR");

    private MutationScore() {}

    /** @param arguments the CSV file: file, class, mutator, method, line, status, test */
    public static void main(String[] arguments) throws IOException {
        Map<String, int[]> counts = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            List<String> fields = List.of(line.split(",", -1));
            String type = fields.get(1);
            if (!type.startsWith(ENGINE) || !type.substring(ENGINE.length()).contains(".")) {
                continue;
            }
            String room = type.substring(ENGINE.length(), type.lastIndexOf('.'));
            int[] count = counts.computeIfAbsent(room, none -> new int[2]);
            count[0] += NOTICED.contains(fields.get(5)) ? 1 : 0;
            count[1]++;
        }
        if (counts.isEmpty()) {
            System.err.println("There is no mutation of the engine in " + arguments[0] + ".");
            System.exit(1);
        }
        String lowest = counts.keySet().iterator().next();
        System.out.println("| package | mutations | noticed |");
        System.out.println("|---|---|---|");
        for (Map.Entry<String, int[]> room : counts.entrySet()) {
            System.out.printf(
                    Locale.ROOT, "| %s | %d | %.1f %% |%n", room.getKey(), room.getValue()[1], percent(room.getValue()));
            lowest = percent(room.getValue()) < percent(counts.get(lowest)) ? room.getKey() : lowest;
        }
        System.out.printf(
                Locale.ROOT, "mutation lowest=%.1f package=%s%n", percent(counts.get(lowest)), lowest);
    }

    private static double percent(int[] count) {
        return 100.0 * count[0] / count[1];
    }
}

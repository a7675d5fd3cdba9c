// A hypervisor without a guest, in place of QEMU where 1,000 machines are to be kept: it holds its tap, listens where QEMU
// would, and answers QMP so far as a controller asks. Compiled by simulated.js with two places:
//   STARTS    each start appends "MONOTONIC_NS NAME" there, so that a start is timed by who starts
//   COMMANDS  a counter of the QMP commands that all of them were ever given
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static const char *uuid = "", *state = "prelaunch";
static volatile uint64_t *commands;

static void die(const char *what) {
  fprintf(stderr, "stub-vmm: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void tell_start(const char *name) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  char line[256];
  int size = snprintf(line, sizeof line, "%lld %s\n", now.tv_sec * 1000000000LL + now.tv_nsec, name);
  int file = open(STARTS, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0 || write(file, line, size) != size) die(STARTS);
  close(file);
}

static void map_counter(void) {
  int file = open(COMMANDS, O_RDWR | O_CLOEXEC);
  if (file < 0) die(COMMANDS);
  commands = mmap(NULL, sizeof *commands, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (commands == MAP_FAILED) die("mmap");
  close(file);
}

// The value of `key` up to the next `end`, copied; NULL without one.
static char *value_of(const char *text, const char *key, char end) {
  const char *found = strstr(text, key);
  if (found == NULL) return NULL;
  found += strlen(key);
  return strndup(found, strchrnul(found, end) - found);
}

static int listen_at(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (server < 0 || bind(server, (struct sockaddr *)&address, sizeof address) < 0 || listen(server, 1) < 0) die(path);
  return server;
}

static void hold_tap(const char *name) {
  struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  int tap = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
  if (tap < 0 || ioctl(tap, TUNSETIFF, &request) < 0) die(name);
}

static void answer(int client, char *line) {
  char reply[512], *command = value_of(line, "\"execute\":\"", '"'), *id = value_of(line, "\"id\":\"", '"');
  if (command == NULL) return;
  __atomic_add_fetch(commands, 1, __ATOMIC_RELAXED);
  char value[128] = "{}";
  if (strcmp(command, "cont") == 0) {
    static const char event[] = "{\"timestamp\":{\"seconds\":0,\"microseconds\":0},\"event\":\"RESUME\"}\r\n";
    if (write(client, event, sizeof event - 1) < 0) exit(0);
    state = "running";
  }
  if (strcmp(command, "query-uuid") == 0) snprintf(value, sizeof value, "{\"UUID\":\"%s\"}", uuid);
  if (strcmp(command, "query-status") == 0) snprintf(value, sizeof value, "{\"status\":\"%s\"}", state);
  int size = id == NULL ? snprintf(reply, sizeof reply, "{\"return\":%s}\r\n", value)
                        : snprintf(reply, sizeof reply, "{\"return\":%s,\"id\":\"%s\"}\r\n", value, id);
  if (write(client, reply, size) != size || strcmp(command, "quit") == 0) exit(0);
  free(command);
  free(id);
}

// One client at a time, as QEMU has it.
static void serve(int server) {
  static const char greeting[] = "{\"QMP\":{\"version\":{\"qemu\":{\"major\":7,\"minor\":2,\"micro\":0}},\"capabilities\":[]}}\r\n";
  for (;;) {
    int client = accept4(server, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0) die("accept");
    FILE *lines = fdopen(client, "r");
    char *line = NULL;
    size_t room = 0;
    if (write(client, greeting, sizeof greeting - 1) > 0)
      while (getline(&line, &room, lines) > 0) answer(client, line);
    free(line);
    fclose(lines);
  }
}

int main(int argc, char **argv) {
  const char *name = "", *qmp = NULL;
  char *tap = NULL, *path;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--version") == 0) return puts("QEMU emulator version 7.2.0 (stub)") < 0;
    const char *next = i + 1 < argc ? argv[i + 1] : "";
    if (strcmp(argv[i], "-name") == 0) name = value_of(next, "guest=", ',');
    if (strcmp(argv[i], "-uuid") == 0) uuid = next;
    if (strcmp(argv[i], "-netdev") == 0) tap = value_of(next, "\"ifname\":\"", '"');
    if (strcmp(argv[i], "-chardev") == 0 && (path = value_of(next, ",path=", ',')) != NULL) {
      if (strncmp(next, "socket,id=qmp,", 14) == 0) qmp = path;
      else listen_at(path);
    }
  }
  if (qmp == NULL) return 1;
  tell_start(name);
  map_counter();
  if (tap != NULL) hold_tap(tap);
  serve(listen_at(qmp));
}

# The smallest guest that shows whether an accelerator runs a real one: it goes the way a kernel goes (real, protected
# and long mode, SSE, an exception, ring 3 and back), writes one letter a stage to the debug port, and ends QEMU with
# exit code 85 through isa-debug-exit. An accelerator that only emulates some of these stops on the way, or hangs.
#
# Assembled with `as --64` and `ld -Ttext=0xffc00 --oformat binary`; the base64 of the result is kvm-probe.gen.ts, and
# test/host/accelerator.test.ts compares the two. It is the last KiB of a 64 KiB firmware image, which QEMU maps to end
# at 1 MiB; accelerator.ts puts zeros before it.

        .set    debug_port, 0xe9
        .set    exit_port, 0xf4
        .set    exit_value, 0x2a                # QEMU exits with (value << 1) | 1

        # RAM below 640 KiB, which firmware has for itself.
        .set    gdt_copy, 0x0600
        .set    idt, 0x3000
        .set    tss, 0x4000
        .set    kernel_stack, 0x6000
        .set    user_stack, 0x7000
        .set    pml4, 0x10000
        .set    pdpt, 0x11000
        .set    page_directory, 0x12000

        .set    code32, 0x08
        .set    data, 0x10
        .set    code64, 0x18
        .set    user_data, 0x20
        .set    user_code, 0x28
        .set    task, 0x30

        .macro  letter which
        movb    $\which, %al
        outb    %al, $debug_port
        .endm

        .macro  zero from, dwords
        movl    $\from, %edi
        movl    $\dwords, %ecx
        xorl    %eax, %eax
        rep stosl
        .endm

        # An interrupt gate in the IDT; \flags 0x8e is for the kernel only, 0xee also for ring 3.
        .macro  gate vector, handler, flags
        movl    $\handler, %eax
        movw    %ax, idt + 16 * \vector
        movw    $code64, idt + 16 * \vector + 2
        movb    $0, idt + 16 * \vector + 4
        movb    $\flags, idt + 16 * \vector + 5
        shrl    $16, %eax
        movw    %ax, idt + 16 * \vector + 6
        .endm

        .globl  _start
        .code16
_start:
        cli
        cld
        letter  'r'
        # Loading a task register writes to the descriptor, and this image is read-only: use a copy.
        movw    %cs, %ax
        movw    %ax, %ds
        xorw    %ax, %ax
        movw    %ax, %es
        movw    $(gdt - 0xf0000), %si
        movw    $gdt_copy, %di
        movw    $(gdt_end - gdt), %cx
        rep movsb
        lgdtl   gdt_pointer - 0xf0000
        movl    %cr0, %eax
        orl     $1, %eax
        movl    %eax, %cr0
        ljmpl   $code32, $protected

        .code32
protected:
        movw    $data, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        movl    $kernel_stack, %esp
        letter  'p'
        # One 2 MiB page, user-accessible, maps all that is used to itself.
        zero    pml4, 0xc00
        movl    $(pdpt + 7), pml4
        movl    $(page_directory + 7), pdpt
        movl    $0x87, page_directory
        movl    $pml4, %eax
        movl    %eax, %cr3
        movl    %cr4, %eax
        orl     $0x620, %eax                    # PAE, OSFXSR, OSXMMEXCPT
        movl    %eax, %cr4
        movl    $0xc0000080, %ecx               # EFER
        rdmsr
        orl     $0x100, %eax                    # LME
        wrmsr
        movl    %cr0, %eax
        andl    $~4, %eax                       # not EM
        orl     $0x80000002, %eax               # PG, MP
        movl    %eax, %cr0
        ljmp    $code64, $long_mode

        .code64
long_mode:
        movl    $kernel_stack, %esp
        letter  'l'

        # Long enough that the host's timer interrupts it.
        movl    $3000000, %ecx
        xorl    %edx, %edx
count:  addl    %ecx, %edx
        decl    %ecx
        jnz     count
        letter  'c'

        movl    $0x3f800000, %eax               # 1.0f + 1.0f
        movd    %eax, %xmm0
        addss   %xmm0, %xmm0
        movaps  %xmm0, kernel_stack
        cmpl    $0x40000000, kernel_stack
        jne     failed
        xorl    %eax, %eax
        cpuid
        rdtsc
        letter  's'

        zero    idt, 0x400
        gate    6, invalid_opcode, 0x8e
        gate    0x80, system_call, 0xee
        lidt    idt_pointer
        ud2
after_exception:
        letter  'x'

        zero    tss, 26
        movl    $kernel_stack, tss + 4          # rsp0
        movl    $task, %eax
        ltr     %ax
        pushq   $(user_data + 3)
        pushq   $user_stack
        pushq   $2
        pushq   $(user_code + 3)
        pushq   $user
        iretq

user:   pushq   $0x55
        popq    %rbx
        int     $0x80
        jmp     user

invalid_opcode:
        movq    $after_exception, (%rsp)
        iretq

system_call:
        cmpl    $0x55, %ebx
        jne     failed
        letter  'u'
        movb    $exit_value, %al
        outb    %al, $exit_port
failed: hlt
        jmp     failed

        .align  8
gdt:    .quad   0
        .quad   0x00cf9b000000ffff              # code32
        .quad   0x00cf93000000ffff              # data
        .quad   0x00af9b000000ffff              # code64
        .quad   0x00cff3000000ffff              # user_data
        .quad   0x00affb000000ffff              # user_code
        .quad   0x0000890040000067              # task: 64-bit TSS at 0x4000
        .quad   0
gdt_end:
gdt_pointer:
        .word   gdt_end - gdt - 1
        .long   gdt_copy
idt_pointer:
        .word   0xfff
        .quad   idt

        # Where the processor starts.
        .org    0x3f0
        .code16
        ljmp    $0xf000, $(_start - 0xf0000)
        .org    0x400
